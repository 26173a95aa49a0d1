using Apache.Arrow;

namespace Millrace.Jobs.Engine;

/// <summary>
/// Neighbouring rows of one file, in file order. Belongs to the receiver. Disposing it gives its memory back for the next batch, so nothing may keep
/// arrays of it.
/// </summary>
internal sealed class ScannedBatch(RecordBatch rows, int fileOrdinal, long firstRow, IReadOnlyList<BadRow> badRows, IDisposable memory) : IDisposable
{
    /// <summary>The rows: the asked-for columns in the asked-for order, without those that the file has not. May be empty.</summary>
    public RecordBatch Rows { get; } = rows;

    /// <summary>The file's place in the snapshot.</summary>
    public int FileOrdinal { get; } = fileOrdinal;

    /// <summary>Number of the first of <see cref="Rows"/> within the file, from 0.</summary>
    public long FirstRow { get; } = firstRow;

    /// <summary>Rows that could not be cut into columns; they are not in <see cref="Rows"/> and lie after or before them in the file.</summary>
    public IReadOnlyList<BadRow> BadRows { get; } = badRows;

    /// <inheritdoc/>
    public void Dispose()
    {
        Rows.Dispose();
        memory.Dispose();
    }
}
