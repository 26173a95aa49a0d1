namespace Millrace.Training.Local;

/// <summary>What one replica gives for a round. Names are those of blobs.</summary>
public sealed record RoundResult
{
    /// <summary>The replica.</summary>
    public required int Replica { get; init; }

    /// <summary>Start weights less end weights, float32; null where no step was asked for.</summary>
    public string? Change { get; init; }

    /// <summary>The optimiser state after the round; null where none is carried.</summary>
    public string? Inner { get; init; }

    /// <summary>Weighted loss, weight and rows over the round's steps.</summary>
    public double Loss { get; init; }

    /// <summary>Sum of row weights.</summary>
    public double Weight { get; init; }

    /// <summary>Rows.</summary>
    public double Rows { get; init; }

    /// <summary>Steps whose gradient was clipped.</summary>
    public long Clipped { get; init; }

    /// <summary>Gradient norm of the last step that had rows.</summary>
    public double GradientNorm { get; init; }

    /// <summary>Metric sums over the replica's validation rows, float64, part by part; null where nothing was judged.</summary>
    public string? Judgement { get; init; }
}
