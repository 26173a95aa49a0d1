using Millrace.Training;

namespace Millrace.Jobs.Specification;

/// <summary>What a run may use of the machine. Nothing here changes a result.</summary>
public sealed record RunSpec
{
    /// <summary>Readers over disjoint row groups; <c>--readers</c>.</summary>
    public int Readers { get; init; } = 2;

    /// <summary>Memory for the engine and for encoded rows, half each; what does not fit goes to disk.</summary>
    public ByteSize Memory { get; init; } = ByteSize.FromGibibytes(2);

    /// <summary>Ranks that train together: a power of two up to the lanes; <c>--ranks</c>.</summary>
    public int Ranks { get; init; } = 1;

    /// <summary>
    /// What a rank is: a thread whose sums go through memory, a thread whose sums go through TCP, or a process of its own on this machine. In a run on Spark ranks belong to
    /// tasks, and this says nothing there.
    /// </summary>
    public RankMode RankMode { get; init; }

    /// <summary>Whether what ranks send through TCP on this machine is encrypted, with a certificate made for the run.</summary>
    public bool Tls { get; init; }

    /// <summary>Most memory of a rank for rows that are read ahead, where encoded rows lie on disk: less makes training wait at times, more brings nothing once it holds a window of each lane. Ranks in this process only.</summary>
    public ByteSize ReadAhead { get; init; } = new(256L << 20);

    /// <summary>Least time between two checkpoints of the training.</summary>
    public TimeSpan CheckpointEvery { get; init; } = TimeSpan.FromMinutes(1);

    /// <summary>Time after which training stops and the model is marked as not reproducible; null is none.</summary>
    public TimeSpan? Deadline { get; init; }

    /// <summary>Spark, whose executors do the work then; null is this process.</summary>
    public SparkSpec? Spark { get; init; }
}
