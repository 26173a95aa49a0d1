namespace Millrace.Training;

/// <summary>One epoch as it stands in <c>metrics.jsonl</c>.</summary>
public sealed record EpochRecord
{
    /// <summary>The epoch, from 1.</summary>
    public required int Epoch { get; init; }

    /// <summary>Steps since the start of training.</summary>
    public required long Step { get; init; }

    /// <summary>Training rows of the epoch.</summary>
    public required long Rows { get; init; }

    /// <summary>Weighted mean loss of the epoch's rows, each at the weights of its step.</summary>
    public required double TrainLoss { get; init; }

    /// <summary>Metrics over the validation rows, by name; empty when there are none.</summary>
    public required IReadOnlyDictionary<string, double> Validation { get; init; }

    /// <summary>Learning rate of the last step.</summary>
    public required double Rate { get; init; }

    /// <summary>Euclidean norm of the last step's gradient, before clipping.</summary>
    public required double GradientNorm { get; init; }

    /// <summary>Steps of the epoch whose gradient was clipped.</summary>
    public required long ClippedSteps { get; init; }

    /// <summary>Whether this is the best epoch so far.</summary>
    public required bool Best { get; init; }

    /// <summary>Time field: seconds of the epoch.</summary>
    public required double Seconds { get; init; }

    /// <summary>Time field: training rows a second.</summary>
    public required double RowsPerSecond { get; init; }
}
