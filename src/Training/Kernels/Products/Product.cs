namespace Millrace.Training.Kernels.Products;

/// <summary>The operands of C [Rows, Columns] = A [Rows, Depth] · B.</summary>
internal readonly unsafe struct Product
{
    /// <summary>A, row-major.</summary>
    public required float* A { get; init; }

    /// <summary>Distance between rows of A.</summary>
    public required int ARow { get; init; }

    /// <summary>B, packed.</summary>
    public required float* Packed { get; init; }

    /// <summary>C, row-major.</summary>
    public required float* C { get; init; }

    /// <summary>Distance between rows of C.</summary>
    public required int CRow { get; init; }

    /// <summary>R.</summary>
    public required int Rows { get; init; }

    /// <summary>K.</summary>
    public required int Depth { get; init; }

    /// <summary>N.</summary>
    public required int Columns { get; init; }

    /// <summary>[Rows] offsets of A's rows, in place of <see cref="ARow"/>; null: there are no tables.</summary>
    public int* RowTable { get; init; }

    /// <summary>[Depth] offsets within a row of A.</summary>
    public int* DepthTable { get; init; }
}
