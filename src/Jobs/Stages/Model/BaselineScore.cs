using Millrace.Jobs.Metrics;

namespace Millrace.Jobs.Stages.Model;

/// <summary>One baseline as the manifest and the report show it.</summary>
internal sealed record BaselineScore
{
    public required string Name { get; init; }

    public required string Details { get; init; }

    public required long TrainingRows { get; init; }

    public required long AvailableRows { get; init; }

    public required IReadOnlyDictionary<string, double> Validation { get; init; }

    public required IReadOnlyDictionary<string, double> Test { get; init; }

    public required long TestRows { get; init; }

    /// <summary>Mean of (network's loss − this model's loss) over the test rows, with its interval; null where they cannot be compared.</summary>
    public BootstrapInterval? NetworkMinusThis { get; init; }
}
