using System.Security.Cryptography.X509Certificates;

namespace Millrace.Spark.Connect;

/// <summary>Makes the HTTP/2 handler under a session's channel.</summary>
internal static class ConnectionHandler
{
    /// <summary>A handler of its own, which belongs to the receiver.</summary>
    public static HttpMessageHandler Create(ConnectOptions options)
    {
        var handler = new SocketsHttpHandler
        {
            ConnectTimeout = options.ConnectTimeout,
            EnableMultipleHttp2Connections = true,
            InitialHttp2StreamWindowSize = 1 << 20,
            // Spark's server (gRPC on Netty) ends connections that ping more often than every five minutes.
            KeepAlivePingDelay = TimeSpan.FromMinutes(6),
            KeepAlivePingTimeout = TimeSpan.FromSeconds(30),
            KeepAlivePingPolicy = HttpKeepAlivePingPolicy.WithActiveRequests,
            PooledConnectionIdleTimeout = TimeSpan.FromMinutes(10),
        };
        if (options.TrustedRoots is { } roots)
        {
            // A private root tells nothing about revocation.
            var policy = new X509ChainPolicy { TrustMode = X509ChainTrustMode.CustomRootTrust, RevocationMode = X509RevocationMode.NoCheck };
            policy.CustomTrustStore.AddRange(roots);
            handler.SslOptions.CertificateChainPolicy = policy;
        }

        return options.Around?.Invoke(handler) ?? handler;
    }
}
