namespace Millrace.Training.Networks;

/// <summary>
/// The rows of one step that belong to one rank: the rows of all its lanes, lane after lane. Everything is borrowed.
/// </summary>
/// <remarks>B rows, F dense features, C categorical columns, T most steps of a sequence, D values of a step, L columns of labels.</remarks>
public readonly ref struct StepInput
{
    /// <summary>First row of each lane and, last, B: lane count + 1 entries, ascending; the lane count is a power of two.</summary>
    public required ReadOnlySpan<int> LaneStarts { get; init; }

    /// <summary>[B, F] float32, row-major; empty if F = 0.</summary>
    public ReadOnlySpan<float> X { get; init; }

    /// <summary>[B, C] int32, row-major; empty if C = 0.</summary>
    public ReadOnlySpan<int> Categories { get; init; }

    /// <summary>[B, T, D] float32, padded behind each length; empty if there is no sequence.</summary>
    public ReadOnlySpan<float> Sequences { get; init; }

    /// <summary>[B] valid steps, 0 to T; empty if there is no sequence.</summary>
    public ReadOnlySpan<int> SequenceLengths { get; init; }

    /// <summary>[B, L] float32; a class index as a float for cross entropy; may be empty for predictions.</summary>
    public ReadOnlySpan<float> Y { get; init; }

    /// <summary>[B] row weights; empty: all 1.</summary>
    public ReadOnlySpan<float> Weights { get; init; }

    /// <summary>[B] first halves of the row ids: what dropout is keyed by; may be empty where nothing is random.</summary>
    public ReadOnlySpan<long> RowIdsHigh { get; init; }

    /// <summary>[B] second halves of the row ids.</summary>
    public ReadOnlySpan<long> RowIdsLow { get; init; }

    /// <summary>The step's number over the whole run: what dropout is keyed by.</summary>
    public long Step { get; init; }

    /// <summary>The run's seed: what dropout is keyed by.</summary>
    public ulong Seed { get; init; }

    /// <summary>B.</summary>
    public int Rows => LaneStarts.IsEmpty ? 0 : LaneStarts[^1];
}
