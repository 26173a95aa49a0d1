using System.Text;
using Apache.Arrow;
using DuckDB.NET.Native;
using Millrace.Jobs.Engine.Columns;
using Millrace.Jobs.Engine.DuckDb;

namespace Millrace.Jobs.Engine.Relations;

/// <summary>The rows of a query whose result is known to be small, as texts and integers.</summary>
internal static class SmallResult
{
    /// <summary>Reads all rows of columns that are text or 64-bit integers.</summary>
    public static IReadOnlyList<object?[]> Read(DuckDbSession session, string query, CancellationToken cancellationToken)
    {
        using var stream = session.Stream(query, cancellationToken);
        using var interrupt = stream.InterruptOn(cancellationToken);
        var builders = Enumerable.Range(0, stream.ColumnCount).Select(i => Builder(stream, i)).ToList();
        while (stream.Fetch(cancellationToken) is { } chunk)
        {
            using (chunk)
            {
                var rows = checked((int)NativeMethods.DataChunks.DuckDBDataChunkGetSize(chunk));
                for (var i = 0; i < builders.Count; i++)
                {
                    builders[i].Append(NativeMethods.DataChunks.DuckDBDataChunkGetVector(chunk, i), 0, rows);
                }
            }
        }

        var arrays = builders.ConvertAll(builder => ArrowArrayFactory.BuildArray(builder.Build()));
        return [.. Enumerable.Range(0, builders[0].Rows).Select(row => arrays.Select(array => Value(array, row)).ToArray())];
    }

    private static ColumnBuilder Builder(DuckDbStream stream, int column)
    {
        using var type = stream.ColumnType(column);
        return ColumnBuilders.For(type, "") ?? throw new NotSupportedException("Cast the column to text or a 64-bit integer.");
    }

    private static object? Value(IArrowArray array, int row) => array switch
    {
        StringArray text => text.IsNull(row) ? null : Encoding.UTF8.GetString(text.GetBytes(row)),
        Int64Array number => number.GetValue(row),
        _ => throw new NotSupportedException("Cast the column to text or a 64-bit integer."),
    };
}
