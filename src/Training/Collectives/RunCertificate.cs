using System.Net.Security;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace Millrace.Training.Collectives;

/// <summary>A certificate made for one run: every rank has it with its key and accepts no other.</summary>
internal static class RunCertificate
{
    private const string Name = "millrace-run";

    /// <summary>Makes one, valid for thirty days around <paramref name="now"/>.</summary>
    public static X509Certificate2 Create(DateTimeOffset now)
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest($"CN={Name}", key, HashAlgorithmName.SHA256);
        return request.CreateSelfSigned(now.AddDays(-1), now.AddDays(29));
    }

    /// <summary>Certificate and key as bytes, for a rank process's standard input.</summary>
    public static byte[] Export(X509Certificate2 certificate) => certificate.Export(X509ContentType.Pkcs12);

    /// <summary>The certificate from <see cref="Export"/>'s bytes.</summary>
    public static X509Certificate2 Import(byte[] bytes) => X509CertificateLoader.LoadPkcs12(bytes, null);

    /// <summary>Encrypts a connection; both sides show the run's certificate and accept only it.</summary>
    public static async Task<Stream> SecureAsync(Stream inner, X509Certificate2 certificate, bool caller, CancellationToken cancellationToken)
    {
        var pin = certificate.GetCertHash(HashAlgorithmName.SHA256);
        var stream = new SslStream(inner, false, (_, shown, _, _) => shown is not null && shown.GetCertHash(HashAlgorithmName.SHA256).AsSpan().SequenceEqual(pin));
        if (caller)
        {
            await stream.AuthenticateAsClientAsync(
                new SslClientAuthenticationOptions { TargetHost = Name, ClientCertificates = [certificate] }, cancellationToken);
        }
        else
        {
            await stream.AuthenticateAsServerAsync(
                new SslServerAuthenticationOptions { ServerCertificate = certificate, ClientCertificateRequired = true }, cancellationToken);
        }

        return stream;
    }
}
