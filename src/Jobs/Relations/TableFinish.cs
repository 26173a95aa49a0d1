using System.Runtime.InteropServices;
using Apache.Arrow;
using Apache.Arrow.Types;
using Millrace.Features.Cleaning;
using Millrace.Features.Contracts;

namespace Millrace.Jobs.Relations;

/// <summary>Raw rows of the training table → rows in the clean layout: sums are divided here, by one implementation for every engine. Immutable and thread-safe.</summary>
internal sealed class TableFinish
{
    private static readonly string[] Carried = ["_hash_hi", "_hash_lo", "_source_file", "_source_row"];

    private readonly PlanTable _table;

    /// <summary>The finish of a plan's result.</summary>
    public TableFinish(PlanTable table)
    {
        _table = table;
        Schema = new Schema(
            [
                .. table.Columns.Select(column => new Field(column.Name, RowStage.ArrowTypeOf(column.Contract.Type), nullable: true)),
                .. Carried.Select(name => new Field(name, name == "_source_file" ? Int32Type.Default : Int64Type.Default, nullable: false)),
            ],
            null);
    }

    /// <summary>The clean layout: the table's columns, then row hash, source file and row of the main input.</summary>
    public Schema Schema { get; }

    /// <summary>Finishes a batch.</summary>
    /// <param name="raw">Rows with the table's file columns; borrowed.</param>
    /// <returns>A batch with memory of its own; belongs to the receiver.</returns>
    /// <exception cref="JobFailedException">A sum of integers does not fit its column.</exception>
    public RecordBatch Apply(RecordBatch raw)
    {
        var arrays = _table.Columns.Select(column => Finish(column, raw)).Concat(Carried.Select(name => Copy(raw.Column(name))));
        return new RecordBatch(Schema, [.. arrays], raw.Length);
    }

    private static IArrowArray Finish(PlanColumn column, RecordBatch raw)
    {
        var first = raw.Column(column.Parts[0]);
        switch (column.Form)
        {
            case ColumnForm.Plain:
                return Copy(first);
            case ColumnForm.Whole:
                return Numbers(raw.Length, Int64Type.Default, row => first.IsNull(row) ? null : Narrow(Number(first, row), column.Name));
            case ColumnForm.Scaled when column.Contract.Type.Kind == ColumnKind.Decimal:
                return Numbers(raw.Length, RowStage.ArrowTypeOf(column.Contract.Type), row => first.IsNull(row) ? (Int128?)null : Number(first, row));
            case ColumnForm.Scaled:
                var unit = PowerOfTen(column.Scale);
                return Numbers(raw.Length, DoubleType.Default, row => first.IsNull(row) ? (double?)null : ExactQuotient.Of(Number(first, row), unit));
            default:
                var counts = raw.Column(column.Parts[1]);
                var scale = PowerOfTen(column.Scale);
                return Numbers(raw.Length, DoubleType.Default, row => first.IsNull(row) ? (double?)null : ExactQuotient.Of(Number(first, row), Number(counts, row) * scale));
        }
    }

    private static long? Narrow(Int128 value, string column) => value >= long.MinValue && value <= long.MaxValue
        ? (long)value
        : throw new JobFailedException($"A sum in the column {column} does not fit 64 bits; take the mean, or give its source a decimal type.");

    private static Int128 Number(IArrowArray array, int row) => array switch
    {
        Int64Array longs => longs.Values[row],
        Decimal128Array decimals => MemoryMarshal.Cast<byte, Int128>(decimals.ValueBuffer.Span)[decimals.Offset + row],
        _ => throw new InvalidDataException($"The engine gave whole numbers as {array.Data.DataType.Name}."),
    };

    private static Int128 PowerOfTen(int exponent)
    {
        Int128 power = 1;
        for (var i = 0; i < exponent; i++)
        {
            power *= 10;
        }

        return power;
    }

    private static IArrowArray Numbers<T>(int rows, IArrowType type, Func<int, T?> value)
        where T : unmanaged
    {
        var values = new T[rows];
        var validity = new byte[(rows + 7) / 8];
        var nulls = 0;
        for (var row = 0; row < rows; row++)
        {
            if (value(row) is { } present)
            {
                values[row] = present;
                validity[row >> 3] |= (byte)(1 << (row & 7));
            }
            else
            {
                nulls++;
            }
        }

        return ArrowArrayFactory.BuildArray(new ArrayData(
            type, rows, nulls, 0, [nulls == 0 ? ArrowBuffer.Empty : new ArrowBuffer(validity), new ArrowBuffer(MemoryMarshal.AsBytes<T>(values).ToArray())]));
    }

    // A scanned batch's memory is used again for the next one, and an output keeps what it is given.
    private static IArrowArray Copy(IArrowArray array) => ArrowArrayFactory.BuildArray(Copy(array.Data));

    private static ArrayData Copy(ArrayData data) => new(
        data.DataType,
        data.Length,
        data.NullCount,
        data.Offset,
        [.. data.Buffers.Select(buffer => buffer.IsEmpty ? ArrowBuffer.Empty : new ArrowBuffer(buffer.Span.ToArray()))],
        data.Children?.Select(Copy).ToArray() ?? []);
}
