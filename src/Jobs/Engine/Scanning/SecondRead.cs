using System.Text.Unicode;
using Apache.Arrow.Types;
using Millrace.Jobs.Engine.Columns;
using Parquet;
using Parquet.Data;
using Parquet.Schema;

namespace Millrace.Jobs.Engine.Scanning;

/// <summary>
/// Columns of one row group that DuckDB cannot deliver as they are, read by Parquet.Net: points in time in nanoseconds, which DuckDB would cut to
/// microseconds without a word; and text of a row group that DuckDB refused because a value is not UTF-8. A text column that holds such a value is delivered as
/// bytes for the whole row group, so that the row stage counts the value; the others stay text.
/// </summary>
internal sealed class SecondRead
{
    private readonly Dictionary<int, byte[]?[]> _text = [];
    private readonly Dictionary<int, long?[]> _nanoseconds = [];
    private readonly HashSet<int> _bytes = [];

    private SecondRead(long firstRow, long rows, bool hasText)
    {
        FirstRow = firstRow;
        EndRow = firstRow + rows;
        HasText = hasText;
    }

    /// <summary>Number of the row group's first row within the file.</summary>
    public long FirstRow { get; }

    /// <summary>Number of the row behind its last.</summary>
    public long EndRow { get; }

    /// <summary>Whether text is here, too.</summary>
    public bool HasText { get; }

    /// <summary>Reads a row group's columns.</summary>
    /// <param name="plan">The file, and the scan's columns, of which those are read that need it.</param>
    /// <param name="rowGroup">The row group.</param>
    /// <param name="firstRow">Number of its first row.</param>
    /// <param name="withText">Whether text is read.</param>
    /// <param name="cancellationToken">Stops between columns.</param>
    public static async Task<SecondRead> ReadAsync(
        FilePlan plan, int rowGroup, long firstRow, bool withText, CancellationToken cancellationToken)
    {
        var file = plan.File;
        var result = new SecondRead(firstRow, file.RowGroups[rowGroup].Rows, withText);
        await using var reader = await ParquetReader.CreateAsync(file.FullPath, null, cancellationToken);

        // Without its annotations a text column is one of plain bytes and a timestamp a plain integer, which nothing decodes.
        foreach (var element in reader.Metadata!.Schema.Where(element => element.Type is Parquet.Meta.Type.BYTE_ARRAY or Parquet.Meta.Type.INT64))
        {
            element.ConvertedType = null;
            element.LogicalType = null;
        }

        using var group = reader.OpenRowGroupReader(rowGroup);
        var rows = checked((int)group.RowCount);
        foreach (var column in plan.Columns.Where(column => column.IsUtcNanoseconds || (withText && column.IsText)).DistinctBy(column => column.Position))
        {
            var field = (DataField)reader.Schema.Fields[column.Position];
            using var raw = await group.ReadRawColumnDataBaseAsync(field, cancellationToken);
            if (column.IsText)
            {
                result.AddText(column.Position, Place((RawColumnData<ReadOnlyMemory<byte>>)raw, field.MaxDefinitionLevel, rows, value => value.ToArray()));
            }
            else
            {
                result._nanoseconds[column.Position] = Place((RawColumnData<long>)raw, field.MaxDefinitionLevel, rows, value => (long?)value);
            }
        }

        return result;
    }

    /// <summary>The type that a text column is delivered with.</summary>
    public IArrowType TypeOf(int position) => _bytes.Contains(position) ? BinaryType.Default : StringType.Default;

    /// <summary>Bytes of a text column's rows.</summary>
    public long TextBytes(int position, long firstRow, int count)
    {
        long bytes = 0;
        foreach (var value in _text[position].AsSpan((int)(firstRow - FirstRow), count))
        {
            bytes += value?.Length ?? 0;
        }

        return bytes;
    }

    /// <summary>Appends rows of a column to its builder.</summary>
    public void Append(ColumnBuilder builder, int position, long firstRow, int count)
    {
        var from = (int)(firstRow - FirstRow);
        if (builder is TextColumn text)
        {
            foreach (var value in _text[position].AsSpan(from, count))
            {
                if (value is null)
                {
                    text.AppendNull();
                }
                else
                {
                    text.Append(value);
                }
            }

            return;
        }

        foreach (var value in _nanoseconds[position].AsSpan(from, count))
        {
            ((FixedWidthColumn)builder).Append(value);
        }
    }

    private void AddText(int position, byte[]?[] values)
    {
        _text[position] = values;
        if (Array.Exists(values, value => value is not null && !Utf8.IsValid(value)))
        {
            _bytes.Add(position);
        }
    }

    /// <summary>Values by row: the file has only those that are not null.</summary>
    private static TResult?[] Place<T, TResult>(RawColumnData<T> raw, int definedLevel, int rows, Func<T, TResult?> convert)
        where T : struct
    {
        var placed = new TResult?[rows];
        var next = 0;
        for (var row = 0; row < rows; row++)
        {
            placed[row] = definedLevel == 0 || raw.DefinitionLevels[row] == definedLevel ? convert(raw.Values[next++]) : default;
        }

        return placed;
    }
}
