namespace Millrace.Jobs.Baselines;

/// <summary>One baseline after training: how good it is and how it came about.</summary>
internal sealed record BaselineResult
{
    /// <summary>The name in manifest, summary and report: <c>linear</c> or <c>lightgbm</c>.</summary>
    public required string Name { get; init; }

    /// <summary>What was trained, in a sentence: <c>412 trees of 31 leaves</c>.</summary>
    public required string Details { get; init; }

    /// <summary>Rows it was trained on.</summary>
    public required long TrainingRows { get; init; }

    /// <summary>Training rows there are; more than <see cref="TrainingRows"/> where the job's limit held some back.</summary>
    public required long AvailableRows { get; init; }

    /// <summary>Metrics over the validation rows.</summary>
    public required IReadOnlyList<KeyValuePair<string, double>> Validation { get; init; }

    /// <summary>Metrics over all test rows that have a label.</summary>
    public required IReadOnlyList<KeyValuePair<string, double>> Test { get; init; }

    /// <summary>Rows of <see cref="Test"/>.</summary>
    public required long TestRows { get; init; }

    /// <summary>What it says of each test row, <c>[rows, outputs]</c> row-major in the order of row ids.</summary>
    public required float[] TestOutputs { get; init; }

    /// <summary>Outputs a row: 1, or one per class.</summary>
    public required int Outputs { get; init; }

    /// <summary>Wall time of training and scoring.</summary>
    public required double Seconds { get; init; }
}
