namespace Millrace.Training.Kernels.Products;

/// <summary>Some rows of one lane, for a strip of output tiles.</summary>
/// <param name="lane">The lane.</param>
/// <param name="row">First row.</param>
/// <param name="depth">Rows.</param>
/// <param name="firstRow">First row of the output.</param>
/// <param name="endRow">Row of the output behind the last.</param>
/// <param name="column">First column of the output.</param>
/// <param name="width">Columns.</param>
/// <param name="startsLane">Whether these are the lane's first rows.</param>
/// <param name="endsLane">Whether these are the lane's last rows.</param>
internal readonly unsafe struct OuterPart(
    int lane, nint row, nint depth, int firstRow, int endRow, int column, int width, bool startsLane, bool endsLane)
{
    /// <summary>The lane.</summary>
    public int Lane { get; } = lane;

    /// <summary>First row.</summary>
    public nint Row { get; } = row;

    /// <summary>Rows.</summary>
    public nint Depth { get; } = depth;

    /// <summary>First row of the output.</summary>
    public int FirstRow { get; } = firstRow;

    /// <summary>Row of the output behind the last.</summary>
    public int EndRow { get; } = endRow;

    /// <summary>First column of the output.</summary>
    public int Column { get; } = column;

    /// <summary>Columns.</summary>
    public int Width { get; } = width;

    /// <summary>Whether these are the lane's first rows.</summary>
    public bool StartsLane { get; } = startsLane;

    /// <summary>Whether these are the lane's last rows.</summary>
    public bool EndsLane { get; } = endsLane;

    /// <summary>Leaves of the strip's tiles for this panel, on the lowest level of the carry stack.</summary>
    public required float* Leaves { get; init; }

    /// <summary>Distance between levels of the carry stack.</summary>
    public required nint Level { get; init; }

    /// <summary>Whether A was copied side by side.</summary>
    public required bool CopiedA { get; init; }
}
