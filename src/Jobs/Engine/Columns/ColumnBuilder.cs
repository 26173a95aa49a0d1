using Apache.Arrow;
using Apache.Arrow.Types;

namespace Millrace.Jobs.Engine.Columns;

/// <summary>
/// Gathers DuckDB's vectors of 2,048 rows into one Arrow array. The array borrows the builder's memory: it is valid until <see cref="Clear"/>.
/// For one thread at a time.
/// </summary>
internal abstract class ColumnBuilder(IArrowType type)
{
    /// <summary>The array's type.</summary>
    public IArrowType Type { get; } = type;

    /// <summary>Rows so far.</summary>
    public int Rows { get; protected set; }

    /// <summary>Nulls of this level.</summary>
    protected ValidityBuilder Validity { get; } = new();

    /// <summary>A new builder of the same type.</summary>
    public abstract ColumnBuilder Fresh();

    /// <summary>Bytes of variable length that rows of a vector would add.</summary>
    public virtual unsafe long VariableBytes(nint vector, int from, int count) => 0;

    /// <summary>Appends rows of a vector.</summary>
    /// <param name="vector">DuckDB's vector; borrowed.</param>
    /// <param name="from">The first row in it.</param>
    /// <param name="count">How many.</param>
    public abstract void Append(nint vector, int from, int count);

    /// <summary>The array over all rows so far.</summary>
    public abstract ArrayData Build();

    /// <summary>Starts anew with the same memory.</summary>
    public virtual void Clear()
    {
        Rows = 0;
        Validity.Clear();
    }
}
