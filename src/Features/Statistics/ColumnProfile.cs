using Millrace.Features.Contracts;

namespace Millrace.Features.Statistics;

/// <summary>Profile of one column of clean rows. Not thread-safe.</summary>
public sealed class ColumnProfile
{
    internal ColumnProfile(ColumnContract column) => Column = column;

    /// <summary>The column's contract.</summary>
    public ColumnContract Column { get; }

    /// <summary>Rows with a value.</summary>
    public long Present { get; private set; }

    /// <summary>Rows without a value.</summary>
    public long Nulls { get; private set; }
}
