namespace Millrace.Spark.Worker;

/// <summary>Limits of the executor-side worker. Every one has a default that suits a container of some gigabytes.</summary>
public sealed record WorkerOptions
{
    /// <summary>The most bytes that one value of a task's header may have, settings of an operator included. 1 KiB to 1 GiB; default 64 MiB.</summary>
    public int MaxHeaderBytes { get; init; } = 64 << 20;

    /// <summary>The most bytes that one Arrow message may have. 1 KiB to 2 GiB; default 512 MiB.</summary>
    public long MaxBatchBytes { get; init; } = 512L << 20;

    /// <summary>The buffer of a connection, each way. 4 KiB to 16 MiB; default 256 KiB.</summary>
    public int ConnectionBufferBytes { get; init; } = 256 << 10;

    /// <summary>How long an operator may go on after its connection closed before the daemon takes no new task. Default 10 s.</summary>
    public TimeSpan CancellationGrace { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>How long a daemon without a connection lives. Default 10 minutes; Spark starts another when it needs one.</summary>
    public TimeSpan IdleLife { get; init; } = TimeSpan.FromMinutes(10);

    /// <summary>How long a connection may take to send the secret. Default 15 s.</summary>
    public TimeSpan HandshakeLimit { get; init; } = TimeSpan.FromSeconds(15);

    /// <summary>How long a connection that ends is kept for Spark to read what was written. Default 10 s.</summary>
    public TimeSpan LingerLimit { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>How long Spark may take nothing of a task's output before some more of its input is read than was asked for, so that not both wait for ever. Default 10 s.</summary>
    public TimeSpan StalledWriteLimit { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>Throws where a limit lies outside its range, naming all that do.</summary>
    /// <exception cref="ArgumentException">One or more limits are out of range.</exception>
    public void Validate()
    {
        var faults = new List<string>();
        Check(MaxHeaderBytes is >= 1 << 10 and <= 1 << 30, nameof(MaxHeaderBytes), "1 KiB to 1 GiB");
        Check(MaxBatchBytes is >= 1 << 10 and <= 2L << 30, nameof(MaxBatchBytes), "1 KiB to 2 GiB");
        Check(ConnectionBufferBytes is >= 4 << 10 and <= 16 << 20, nameof(ConnectionBufferBytes), "4 KiB to 16 MiB");
        Check(CancellationGrace > TimeSpan.Zero, nameof(CancellationGrace), "more than zero");
        Check(IdleLife > TimeSpan.Zero, nameof(IdleLife), "more than zero");
        Check(HandshakeLimit > TimeSpan.Zero, nameof(HandshakeLimit), "more than zero");
        Check(LingerLimit > TimeSpan.Zero, nameof(LingerLimit), "more than zero");
        Check(StalledWriteLimit > TimeSpan.Zero, nameof(StalledWriteLimit), "more than zero");
        if (faults.Count > 0)
        {
            throw new ArgumentException(string.Join(" ", faults));
        }

        void Check(bool holds, string name, string range)
        {
            if (!holds)
            {
                faults.Add($"{name} must be {range}.");
            }
        }
    }
}
