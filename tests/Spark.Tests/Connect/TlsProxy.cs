using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Authentication;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace Millrace.Spark.Tests.Connect;

/// <summary>Ends TLS in front of a real Spark server, as a load balancer does, and remembers what the client sent inside it.</summary>
internal sealed class TlsProxy : LoopbackProxy
{
    private readonly MemoryStream _sent = new();
    private readonly int _serverPort;

    /// <summary>A proxy with a certificate of its own for <paramref name="host"/>.</summary>
    public TlsProxy(int serverPort, string host)
    {
        _serverPort = serverPort;
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest($"CN={host}", key, HashAlgorithmName.SHA256);
        var names = new SubjectAlternativeNameBuilder();
        names.AddDnsName(host);
        request.CertificateExtensions.Add(names.Build());
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(true, false, 0, true));
        DateTimeOffset now = TimeProvider.System.GetUtcNow();
        Certificate = request.CreateSelfSigned(now.AddHours(-1), now.AddHours(1));
        Start();
    }

    public X509Certificate2 Certificate { get; }

    /// <summary>Handshakes that succeeded.</summary>
    public int Handshakes { get; private set; }

    /// <summary>Connections that came, with TLS or without.</summary>
    public int Connections { get; private set; }

    /// <summary>What clients sent inside TLS: HTTP/2 frames, whose header texts .NET writes as they are.</summary>
    public byte[] Sent
    {
        get
        {
            lock (_sent)
            {
                return _sent.ToArray();
            }
        }
    }

    public override async ValueTask DisposeAsync()
    {
        await base.DisposeAsync();
        Certificate.Dispose();
    }

    protected override async Task LinkAsync(TcpClient client)
    {
        Connections++;
        using (client)
        using (var server = new TcpClient())
        {
            try
            {
                await using var inside = new SslStream(client.GetStream());
                var options = new SslServerAuthenticationOptions { ServerCertificate = Certificate, ApplicationProtocols = [SslApplicationProtocol.Http2] };
                await inside.AuthenticateAsServerAsync(options, Stopping);
                Handshakes++;
                await server.ConnectAsync(IPAddress.Loopback, _serverPort, Stopping);
                await Task.WhenAny(PassAsync(inside, server.GetStream(), Note), PassAsync(server.GetStream(), inside, null));
            }
            catch (Exception e) when (e is OperationCanceledException or IOException or SocketException or AuthenticationException or ObjectDisposedException)
            {
                // the client refused the certificate, or the test is over
            }
        }
    }

    private int Note(ReadOnlyMemory<byte> bytes)
    {
        lock (_sent)
        {
            _sent.Write(bytes.Span);
            return bytes.Length;
        }
    }
}
