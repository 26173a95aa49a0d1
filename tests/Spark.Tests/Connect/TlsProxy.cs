using System.Collections.Concurrent;
using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Authentication;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace Millrace.Spark.Tests.Connect;

/// <summary>Ends TLS in front of a real Spark server, as a load balancer does, and remembers what the client sent inside it.</summary>
internal sealed class TlsProxy : IAsyncDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource _stop = new();
    private readonly MemoryStream _sent = new();
    private readonly ConcurrentBag<Task> _links = [];
    private readonly int _serverPort;
    private readonly Task _accepting;

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
        _listener.Start();
        _accepting = AcceptAsync();
    }

    public X509Certificate2 Certificate { get; }

    public int Port => ((IPEndPoint)_listener.LocalEndpoint).Port;

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

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        _listener.Stop();
        await _accepting;
        await Task.WhenAll(_links);
        _stop.Dispose();
        Certificate.Dispose();
    }

    private async Task AcceptAsync()
    {
        while (!_stop.IsCancellationRequested)
        {
            try
            {
                TcpClient client = await _listener.AcceptTcpClientAsync(_stop.Token);
                Connections++;
                _links.Add(LinkAsync(client));
            }
            catch (Exception e) when (e is OperationCanceledException or SocketException or ObjectDisposedException)
            {
                return;
            }
        }
    }

    private async Task LinkAsync(TcpClient client)
    {
        using (client)
        using (var server = new TcpClient())
        {
            try
            {
                await using var inside = new SslStream(client.GetStream());
                var options = new SslServerAuthenticationOptions { ServerCertificate = Certificate, ApplicationProtocols = [SslApplicationProtocol.Http2] };
                await inside.AuthenticateAsServerAsync(options, _stop.Token);
                Handshakes++;
                await server.ConnectAsync(IPAddress.Loopback, _serverPort, _stop.Token);
                await Task.WhenAny(PassAsync(inside, server.GetStream(), _sent), PassAsync(server.GetStream(), inside, null));
            }
            catch (Exception e) when (e is OperationCanceledException or IOException or SocketException or AuthenticationException or ObjectDisposedException)
            {
                // the client refused the certificate, or the test is over
            }
        }
    }

    private async Task PassAsync(Stream from, Stream to, MemoryStream? seen)
    {
        var buffer = new byte[16 << 10];
        try
        {
            int count;
            while ((count = await from.ReadAsync(buffer, _stop.Token)) > 0)
            {
                if (seen is not null)
                {
                    lock (seen)
                    {
                        seen.Write(buffer, 0, count);
                    }
                }

                await to.WriteAsync(buffer.AsMemory(0, count), _stop.Token);
            }
        }
        catch (Exception e) when (e is OperationCanceledException or IOException or ObjectDisposedException)
        {
            // the other side ended
        }
    }
}
