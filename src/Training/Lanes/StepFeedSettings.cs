namespace Millrace.Training.Lanes;

/// <summary>What a <see cref="StepFeed"/> gathers.</summary>
internal sealed record StepFeedSettings
{
    /// <summary>S, the steps of an epoch.</summary>
    public required long Steps { get; init; }

    /// <summary>Seed of the epochs' order.</summary>
    public required ulong Seed { get; init; }

    /// <summary>Whether rows are shuffled; else they come in the order of their ids.</summary>
    public required bool Shuffled { get; init; }

    /// <summary>T, what sequences are padded to.</summary>
    public int MaxLength { get; init; }

    /// <summary>Most memory for steps made ahead; at least two steps are always kept.</summary>
    public long BufferBytes { get; init; } = 32L << 20;

    /// <summary>Most memory for blocks of coming windows that are read while a window is used up; 0: a window is read when it opens.</summary>
    public long ReadAheadBytes { get; init; } = 256L << 20;
}
