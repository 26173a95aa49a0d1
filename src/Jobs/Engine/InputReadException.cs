namespace Millrace.Jobs.Engine;

/// <summary>A file whose footer was good has data that cannot be read.</summary>
internal sealed class InputReadException : Exception
{
    public InputReadException(string path, int rowGroup, string? column, long row, string reason, Exception? innerException = null)
        : base($"{path}, row group {rowGroup}{(column is null ? "" : $", column {column}")}, from row {row}: {reason}", innerException)
    {
        Path = path;
        RowGroup = rowGroup;
        Column = column;
        Row = row;
    }

    /// <summary>The file.</summary>
    public string Path { get; }

    /// <summary>The row group, from 0.</summary>
    public int RowGroup { get; }

    /// <summary>The column, where it is known.</summary>
    public string? Column { get; }

    /// <summary>The first row that was not delivered.</summary>
    public long Row { get; }
}
