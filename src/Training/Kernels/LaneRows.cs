namespace Millrace.Training.Kernels;

/// <summary>Which rows belong to which lane: lane l has rows Starts[l] · Positions to Starts[l + 1] · Positions.</summary>
/// <param name="starts">Lane count + 1 ascending entries.</param>
/// <param name="count">Lanes: a power of two.</param>
/// <param name="positions">Kernel rows per sample: pixels, steps or members.</param>
/// <param name="continues">Whether the one lane's chains go on from the stored gradient.</param>
internal readonly unsafe struct LaneRows(int* starts, int count, int positions, bool continues)
{
    private readonly int* _starts = starts;

    /// <summary>Lanes.</summary>
    public int Count { get; } = count;

    /// <summary>Kernel rows per sample.</summary>
    public int Positions { get; } = positions;

    /// <summary>Whether the one lane's chains go on from the stored gradient.</summary>
    public bool Continues { get; } = continues;

    /// <summary>First row of lane <paramref name="lane"/>; of the lane after the last: the row count.</summary>
    public nint Start(int lane) => (nint)_starts[lane] * Positions;

    /// <summary>The same lanes with another number of kernel rows per sample.</summary>
    public LaneRows At(int positions) => new(_starts, Count, positions, Continues);

    /// <summary>One lane of these, from the first row of its memory on, its chains starting anew.</summary>
    public LaneRows Only(int lane) => new(_starts + lane, 1, Positions, false);
}
