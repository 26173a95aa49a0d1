using Millrace.Jobs.Specification;

namespace Millrace.Jobs.Stages.Model;

/// <summary>How good the network is on one target.</summary>
internal sealed record TargetQuality
{
    public required string Name { get; init; }

    public required TrainingTask Task { get; init; }

    public required IReadOnlyList<string> Classes { get; init; }

    /// <summary>Scores on the validation rows; empty where there are none.</summary>
    public required IReadOnlyDictionary<string, double> Validation { get; init; }

    /// <summary>Scores on the test rows that have every label; empty where there are none.</summary>
    public required IReadOnlyDictionary<string, double> Test { get; init; }

    /// <summary>Whether its probabilities can be believed; null for regression.</summary>
    public CalibrationQuality? Calibration { get; init; }

    /// <summary>From where on a row counts as class 1, and what comes of it; null where the label is not binary.</summary>
    public ThresholdQuality? Threshold { get; init; }
}
