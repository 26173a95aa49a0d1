namespace Millrace.Spark.Worker.Wire;

/// <summary>Where the JVM answers barrier calls of one task.</summary>
/// <param name="Port">A loopback port; 0 where <paramref name="SocketPath"/> is used.</param>
/// <param name="SocketPath">A Unix socket; null where <paramref name="Port"/> is used.</param>
/// <param name="Secret">What to send first over the port; null with a Unix socket.</param>
internal sealed record BarrierEndpoint(int Port, string? SocketPath, string? Secret)
{
    /// <summary>The record without its secret.</summary>
    public override string ToString() => SocketPath ?? $"port {Port}";
}
