using System.Text.Unicode;
using Apache.Arrow.Types;
using Millrace.Jobs.Engine.Columns;
using Millrace.Jobs.Survey;
using Parquet;
using Parquet.Data;

using Parquet.Schema;

namespace Millrace.Jobs.Engine.Scanning;

/// <summary>
/// The text columns of one row group that DuckDB refused because a value is not UTF-8, read as bytes. A column that holds such a value is delivered as
/// bytes for the whole row group, so that the row stage counts the value; the others stay text.
/// </summary>
internal sealed class RefusedRowGroup
{
    private readonly IReadOnlyDictionary<int, byte[]?[]> _values;
    private readonly HashSet<int> _bytes;

    private RefusedRowGroup(IReadOnlyDictionary<int, byte[]?[]> values)
    {
        _values = values;
        _bytes = [.. values.Where(column => column.Value.Any(value => value is not null && !Utf8.IsValid(value))).Select(column => column.Key)];
    }

    /// <summary>Reads the columns.</summary>
    /// <param name="file">The file.</param>
    /// <param name="rowGroup">The row group.</param>
    /// <param name="positions">Places of the text columns among the file's top-level columns.</param>
    /// <param name="cancellationToken">Stops between columns.</param>
    public static async Task<RefusedRowGroup> ReadAsync(
        SnapshotFile file, int rowGroup, IEnumerable<int> positions, CancellationToken cancellationToken)
    {
        await using var reader = await ParquetReader.CreateAsync(file.FullPath, null, cancellationToken);

        // Without its annotations a text column is one of plain bytes, which nothing decodes.
        foreach (var element in reader.Metadata!.Schema.Where(element => element.Type == Parquet.Meta.Type.BYTE_ARRAY))
        {
            element.ConvertedType = null;
            element.LogicalType = null;
        }

        using var group = reader.OpenRowGroupReader(rowGroup);
        var values = new Dictionary<int, byte[]?[]>();
        foreach (var position in positions)
        {
            var field = (DataField)reader.Schema.Fields[position];
            using var raw = (RawColumnData<ReadOnlyMemory<byte>>)await group.ReadRawColumnDataBaseAsync(field, cancellationToken);
            values[position] = Place(raw, field.MaxDefinitionLevel, checked((int)group.RowCount));
        }

        return new RefusedRowGroup(values);
    }

    /// <summary>A column's values by row of the row group; null where the value is null.</summary>
    public byte[]?[] Values(int position) => _values[position];

    /// <summary>The type that the column is delivered with.</summary>
    public IArrowType TypeOf(int position) => _bytes.Contains(position) ? BinaryType.Default : StringType.Default;

    /// <summary>A builder for the column.</summary>
    public TextColumn Builder(int position) => new(TypeOf(position));

    private static byte[]?[] Place(RawColumnData<ReadOnlyMemory<byte>> raw, int definedLevel, int rows)
    {
        var placed = new byte[]?[rows];
        var next = 0;
        for (var row = 0; row < rows; row++)
        {
            placed[row] = definedLevel == 0 || raw.DefinitionLevels[row] == definedLevel ? raw.Values[next++].ToArray() : null;
        }

        return placed;
    }
}
