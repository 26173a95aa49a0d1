namespace Millrace.Spark.Tests.Worker;

/// <summary>One recorded connection.</summary>
/// <param name="File">What the JVM sent.</param>
/// <param name="Daemon">Whether the worker was called, and so was shown the secret; else it called.</param>
/// <param name="Unix">Whether over a Unix socket, without a secret.</param>
internal sealed record RecordedConnection(string File, bool Daemon, bool Unix)
{
    public override string ToString() => string.Join('/', File.Split(Path.DirectorySeparatorChar)[^3..]);
}
