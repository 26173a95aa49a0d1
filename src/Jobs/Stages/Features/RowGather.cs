using System.Runtime.InteropServices;
using Apache.Arrow;
using Apache.Arrow.Types;

namespace Millrace.Jobs.Stages.Features;

/// <summary>Chosen rows of feature batches as one batch. Feature batches hold no nulls: numbers, fixed lists of numbers, and lists of them.</summary>
internal static class RowGather
{
    private const int ElementBytes = sizeof(float);

    /// <summary>A new batch of <paramref name="rows"/>, in their order.</summary>
    /// <param name="schema">Of the result; its columns are those of the batches.</param>
    /// <param name="batches">Borrowed.</param>
    /// <param name="rows">Which rows; maybe none.</param>
    public static RecordBatch Of(Schema schema, IReadOnlyList<RecordBatch> batches, List<RowPlace> rows)
    {
        var columns = schema.FieldsList.Select((field, index) =>
        {
            var parts = batches.Select(batch => batch.Column(index)).ToArray();
            return ArrowArrayFactory.BuildArray(field.DataType switch
            {
                FixedSizeListType list => FixedLists(list, parts, CollectionsMarshal.AsSpan(rows)),
                ListType list => Lists(list, parts, CollectionsMarshal.AsSpan(rows)),
                FixedWidthType type => Numbers(type, parts, CollectionsMarshal.AsSpan(rows)),
                var type => throw new NotSupportedException($"a feature batch has a column of type {type.Name}"),
            });
        });
        return new RecordBatch(schema, columns, rows.Count);
    }

    private static ArrayData Numbers(FixedWidthType type, IArrowArray[] parts, ReadOnlySpan<RowPlace> rows)
    {
        var bytes = type.BitWidth / 8;
        return Flat(type, rows.Length, Copy(rows, bytes, place => (parts[place.Batch].Data, parts[place.Batch].Data.Offset + place.Row)));
    }

    private static ArrayData FixedLists(FixedSizeListType type, IArrowArray[] parts, ReadOnlySpan<RowPlace> rows)
    {
        var width = type.ListSize;
        var elements = Copy(rows, width * ElementBytes, place =>
        {
            var list = (FixedSizeListArray)parts[place.Batch];
            return (list.Values.Data, (list.Values.Data.Offset / width) + list.Offset + place.Row);
        });
        return new ArrayData(type, rows.Length, 0, 0, [ArrowBuffer.Empty], [Flat(type.ValueDataType, rows.Length * width, elements)]);
    }

    private static ArrayData Lists(ListType type, IArrowArray[] parts, ReadOnlySpan<RowPlace> rows)
    {
        var offsets = new int[rows.Length + 1];
        for (var i = 0; i < rows.Length; i++)
        {
            offsets[i + 1] = checked(offsets[i] + ((ListArray)parts[rows[i].Batch]).GetValueLength(rows[i].Row));
        }

        var elements = new byte[offsets[^1] * ElementBytes];
        for (var i = 0; i < rows.Length; i++)
        {
            var list = (ListArray)parts[rows[i].Batch];
            var first = list.Values.Data.Offset + list.ValueOffsets[rows[i].Row];
            Bytes(list.Values.Data).Slice(first * ElementBytes, (offsets[i + 1] - offsets[i]) * ElementBytes).CopyTo(elements.AsSpan(offsets[i] * ElementBytes));
        }

        return new ArrayData(
            type, rows.Length, 0, 0, [ArrowBuffer.Empty, new ArrowBuffer(MemoryMarshal.AsBytes(offsets.AsSpan()).ToArray())], [Flat(type.ValueDataType, offsets[^1], elements)]);
    }

    private static byte[] Copy(ReadOnlySpan<RowPlace> rows, int bytes, Func<RowPlace, (ArrayData Data, int Index)> find)
    {
        var to = new byte[checked(rows.Length * bytes)];
        for (var i = 0; i < rows.Length; i++)
        {
            var (data, index) = find(rows[i]);
            Bytes(data).Slice(index * bytes, bytes).CopyTo(to.AsSpan(i * bytes));
        }

        return to;
    }

    private static ArrayData Flat(IArrowType type, int length, byte[] values) => new(type, length, 0, 0, [ArrowBuffer.Empty, new ArrowBuffer(values)]);

    private static ReadOnlySpan<byte> Bytes(ArrayData data) => data.NullCount == 0 ? data.Buffers[1].Span : throw new NotSupportedException("a feature batch holds nulls");
}
