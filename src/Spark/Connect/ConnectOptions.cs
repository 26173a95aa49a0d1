using System.Security.Cryptography.X509Certificates;

namespace Millrace.Spark.Connect;

/// <summary>Limits of a connection to Spark. Immutable; checked once when the connection is made.</summary>
public sealed record ConnectOptions
{
    /// <summary>Longest message taken from the server, bytes; 64 KiB to 2 GiB, default 256 MiB.</summary>
    public int MaxMessageBytes { get; init; } = 256 << 20;

    /// <summary>Size of the pieces in which the server (4.1 and later) cuts large batches, bytes; 64 KiB to 128 MiB, default 16 MiB.</summary>
    public int ChunkBytes { get; init; } = 16 << 20;

    /// <summary>Longest Arrow batch put together from pieces, bytes; default 2 GiB - 1.</summary>
    public int MaxBatchBytes { get; init; } = int.MaxValue;

    /// <summary>Local data above this size goes up as a cached artifact instead of inside the plan, bytes; default 1 MiB.</summary>
    public int InlineDataBytes { get; init; } = 1 << 20;

    /// <summary>How often a call or a cut stream is tried again without any progress between; 0 to 100, default 12.</summary>
    public int MaxRetries { get; init; } = 12;

    /// <summary>Wait before the first retry; doubles with each further one, with jitter. Default 50 ms.</summary>
    public TimeSpan RetryDelay { get; init; } = TimeSpan.FromMilliseconds(50);

    /// <summary>Longest wait between two tries. Default 15 s.</summary>
    public TimeSpan MaxRetryDelay { get; init; } = TimeSpan.FromSeconds(15);

    /// <summary>Time for calls that only ask (settings, status, release). Default 10 min: analysing a plan may list many files.</summary>
    public TimeSpan CallTimeout { get; init; } = TimeSpan.FromMinutes(10);

    /// <summary>Time for a new connection. Default 20 s.</summary>
    public TimeSpan ConnectTimeout { get; init; } = TimeSpan.FromSeconds(20);

    /// <summary>
    /// Certificates to which a server's must lead when the address says <c>use_ssl=true</c>; <see langword="null"/>: those that the system trusts. The certificate's host name is checked in
    /// both cases. Borrowed while sessions are open.
    /// </summary>
    public X509Certificate2Collection? TrustedRoots { get; init; }

    /// <summary>Puts a handler of a test around the connection's own.</summary>
    internal Func<HttpMessageHandler, HttpMessageHandler>? Around { get; init; }

    /// <summary>Source of time for waits; tests put their own.</summary>
    public TimeProvider TimeProvider { get; init; } = TimeProvider.System;

    /// <summary>Throws one exception that lists every limit out of its range.</summary>
    /// <exception cref="ArgumentException">A limit is out of range.</exception>
    internal void Validate()
    {
        var faults = new List<string>();
        Check(MaxMessageBytes >= 64 << 10, "MaxMessageBytes is at least 64 KiB", faults);
        Check(ChunkBytes is >= 64 << 10 and <= 128 << 20, "ChunkBytes is 64 KiB to 128 MiB", faults);
        Check(MaxBatchBytes >= 64 << 10, "MaxBatchBytes is at least 64 KiB", faults);
        Check(InlineDataBytes is >= 0 and <= 64 << 20, "InlineDataBytes is 0 to 64 MiB", faults);
        Check(MaxRetries is >= 0 and <= 100, "MaxRetries is 0 to 100", faults);
        Check(RetryDelay > TimeSpan.Zero && RetryDelay <= MaxRetryDelay, "RetryDelay is above zero and at most MaxRetryDelay", faults);
        Check(CallTimeout > TimeSpan.Zero, "CallTimeout is above zero", faults);
        Check(ConnectTimeout > TimeSpan.Zero, "ConnectTimeout is above zero", faults);
        if (faults.Count > 0)
        {
            throw new ArgumentException("Spark connection: " + string.Join("; ", faults) + ".");
        }
    }

    private static void Check(bool holds, string rule, List<string> faults)
    {
        if (!holds)
        {
            faults.Add(rule);
        }
    }
}
