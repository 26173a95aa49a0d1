namespace Millrace.Training.Kernels.Products;

/// <summary>Where a register block finds its operands and puts its result: A [Rows ≤ 6, Depth] by B [Depth, columns] into C.</summary>
internal unsafe ref struct TileOperands
{
    /// <summary>Element (0, 0) of A.</summary>
    public float* A;

    /// <summary>Distance between rows of A.</summary>
    public nint ARow;

    /// <summary>Distance between steps of depth in A.</summary>
    public nint AStep;

    /// <summary>Offsets of the rows of A, in place of <see cref="ARow"/>; null: there are no tables.</summary>
    public int* RowTable;

    /// <summary>Offsets of the steps of depth of A, in place of <see cref="AStep"/>.</summary>
    public int* DepthTable;

    /// <summary>Element (0, 0) of B; columns are neighbours.</summary>
    public float* B;

    /// <summary>Distance between steps of depth in B.</summary>
    public nint BStep;

    /// <summary>Element (0, 0) of the block in C.</summary>
    public float* C;

    /// <summary>Distance between rows of C.</summary>
    public nint CRow;

    /// <summary>Valid rows, 1 to 6.</summary>
    public nint Rows;

    /// <summary>Steps of depth.</summary>
    public nint Depth;

    /// <summary>Where the chains go on from; null: from +0.</summary>
    public float* Start;

    /// <summary>Distance between rows of <see cref="Start"/>.</summary>
    public nint StartRow;

    /// <summary>Row of the output that the block's first row is: for the end of the tile.</summary>
    public nint Row;

    /// <summary>Column of the output that the block's first column is: for the end of the tile.</summary>
    public nint Column;

    /// <summary>Row <paramref name="row"/> of A, or the last valid one.</summary>
    public readonly float* RowOfA(nint row) => A + (nint.Min(row, Rows - 1) * ARow);

    /// <summary>Row <paramref name="row"/> of A by the table, or the last valid one.</summary>
    public readonly float* TableRow(nint row) => A + RowTable[nint.Min(row, Rows - 1)];

    /// <summary>Row <paramref name="row"/> of <see cref="Start"/>, or the last valid one.</summary>
    public readonly float* StartOf(nint row) => Start + (nint.Min(row, Rows - 1) * StartRow);
}
