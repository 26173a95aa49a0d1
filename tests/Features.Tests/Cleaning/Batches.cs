using System.Text;
using Apache.Arrow;
using Apache.Arrow.Types;
using Millrace.Features.Cleaning;
using Millrace.Features.Contracts;

namespace Millrace.Features.Tests.Cleaning;

/// <summary>Small batches and contracts for tests.</summary>
internal static class Batches
{
    public static readonly RowOrigin Origin = new() { FileOrdinal = 3, Path = "a/b.parquet", FirstRow = 100 };

    public static ColumnContract Column(string name, string type) => new() { Name = name, Type = ColumnType.Parse(type), Nullable = true };

    public static RecordBatch Of(params (string Name, IArrowArray Array)[] columns) => new(
        new Schema([.. columns.Select(column => new Field(column.Name, column.Array.Data.DataType, true))], null),
        columns.Select(column => column.Array),
        columns[0].Array.Length);

    public static IArrowArray Doubles(params double?[] values)
    {
        var builder = new DoubleArray.Builder();
        foreach (var value in values)
        {
            _ = value is { } present ? builder.Append(present) : builder.AppendNull();
        }

        return builder.Build();
    }

    public static IArrowArray Longs(params long?[] values)
    {
        var builder = new Int64Array.Builder();
        foreach (var value in values)
        {
            _ = value is { } present ? builder.Append(present) : builder.AppendNull();
        }

        return builder.Build();
    }

    public static IArrowArray Texts(params string?[] values)
    {
        var builder = new StringArray.Builder();
        foreach (var value in values)
        {
            _ = value is null ? builder.AppendNull() : builder.Append(value, Encoding.UTF8);
        }

        return builder.Build();
    }

    public static IArrowArray Timestamps(TimeUnit unit, string? zone, params long[] values) => new TimestampArray(new ArrayData(
        new TimestampType(unit, zone), values.Length, 0, 0,
        [ArrowBuffer.Empty, new ArrowBuffer.Builder<long>().AppendRange(values).Build()]));

    /// <summary>Values of a column as text; null for null.</summary>
    public static string?[] Values(RecordBatch batch, string column)
    {
        using var pool = new PoolScope();
        var vector = Millrace.Features.Expressions.Vectors.ArrowVectors.View(batch.Column(column).Data, pool.Pool);
        return [.. Enumerable.Range(0, batch.Length).Select(row => Millrace.Features.Expressions.ValueText.Format(vector, row))];
    }

    /// <summary>Reasons of each quarantined row.</summary>
    public static string[] Reasons(RecordBatch quarantined)
    {
        var lists = (ListArray)quarantined.Column("_reasons");
        return [.. Enumerable.Range(0, lists.Length).Select(row =>
        {
            var texts = (StringArray)lists.GetSlicedValues(row);
            return string.Join(' ', Enumerable.Range(0, texts.Length).Select(i => texts.GetString(i)));
        })];
    }

    private sealed class PoolScope : IDisposable
    {
        public Millrace.Features.Expressions.Vectors.ScratchPool Pool { get; } = new();

        public void Dispose() => Pool.Reset();
    }
}
