namespace Millrace.Training.Kernels.Products;

/// <summary>The operands of C [ARows, Columns] = Σ over rows of A [row, i] · B [row, j].</summary>
internal readonly unsafe struct OuterOperands
{
    /// <summary>A.</summary>
    public required float* A { get; init; }

    /// <summary>Distance between rows of A; its columns are neighbours.</summary>
    public nint AStep { get; init; }

    /// <summary>Offsets of A's columns, in place of neighbours; null: there are no tables.</summary>
    public int* RowTable { get; init; }

    /// <summary>Offsets of A's rows.</summary>
    public int* DepthTable { get; init; }

    /// <summary>Columns of A: rows of C.</summary>
    public required int ARows { get; init; }

    /// <summary>B; its columns are neighbours.</summary>
    public required float* B { get; init; }

    /// <summary>Distance between rows of B.</summary>
    public required nint BStep { get; init; }

    /// <summary>Columns of B and of C.</summary>
    public required int Columns { get; init; }

    /// <summary>C.</summary>
    public required float* C { get; init; }

    /// <summary>Distance between rows of C.</summary>
    public required nint CRow { get; init; }

    /// <summary>Distance between columns of C.</summary>
    public required nint CColumn { get; init; }
}
