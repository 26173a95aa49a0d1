namespace Millrace.Features.Splitting;

/// <summary>How rows are divided into train, validation and test. Immutable and thread-safe.</summary>
public abstract record SplitSpec
{
    private protected SplitSpec()
    {
    }

    /// <summary>Key of the hash that shares are taken by; separate from the job's seed, so that a new seed keeps the test set.</summary>
    public ulong SplitSeed { get; init; } = 1;
}
