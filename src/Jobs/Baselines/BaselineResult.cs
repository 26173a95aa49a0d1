namespace Millrace.Jobs.Baselines;

/// <summary>One baseline after training: how good it is and how it came about. Whoever receives it disposes it.</summary>
internal sealed record BaselineResult : IDisposable
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

    /// <summary>What each test row costs it, one number a row; see <see cref="Metrics.RowLoss"/>.</summary>
    public required IdSortedRows TestLosses { get; init; }

    /// <summary>Wall time of training and scoring.</summary>
    public required double Seconds { get; init; }

    /// <inheritdoc/>
    public void Dispose() => TestLosses.Dispose();
}
