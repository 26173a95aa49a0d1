namespace Millrace.Jobs.Stages.Model;

/// <summary>How good the network is.</summary>
internal sealed record EvaluateResult
{
    /// <summary>Scores on the validation rows; empty where there are none.</summary>
    public required IReadOnlyDictionary<string, double> Validation { get; init; }

    /// <summary>Scores on every test row that has a label; empty where there are none.</summary>
    public required IReadOnlyDictionary<string, double> Test { get; init; }

    public required long ValidationRows { get; init; }

    public required long TestRows { get; init; }

    /// <summary>What the network says of the test rows, relative to the run folder: float32 outputs row-major, in the order of the test files.</summary>
    public required string OutputsFile { get; init; }

    /// <summary>Labels of the test rows, in the same order.</summary>
    public required string LabelsFile { get; init; }

    public required int Outputs { get; init; }

    public required string DecidingMetric { get; init; }

    public required bool LowerIsBetter { get; init; }

    /// <summary>Every target; the first is the one that the scores above are about.</summary>
    public required IReadOnlyList<TargetQuality> Targets { get; init; }
}
