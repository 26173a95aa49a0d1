using System.Runtime.InteropServices;
using Apache.Arrow;
using Apache.Arrow.Types;
using Millrace.Features.Expressions;
using Millrace.Features.Expressions.Vectors;

namespace Millrace.Features.Cleaning;

/// <summary>Makes Arrow arrays, in memory of the stage, from selected rows of vectors and of delivered arrays.</summary>
internal sealed class ArrayWriter(OutputMemory memory)
{
    /// <summary>Selected rows of a vector as an array of the clean layout.</summary>
    public ArrayData Write(Vector vector, IArrowType type, RowSelection rows)
    {
        var nulls = Validity(vector.Valid, rows, out var nullCount);
        try
        {
            switch (vector.Type.Kind)
            {
                case ValueKind.Bool:
                    return new ArrayData(type, rows.Count, nullCount, 0, [nulls, Bits(MemoryMarshal.AsBytes(vector.Bits), 0, rows)]);
                case ValueKind.Text:
                    var text = Text(vector.Offsets, vector.Bytes.Span, rows, out var offsets);
                    return new ArrayData(type, rows.Count, nullCount, 0, [nulls, offsets, text]);
                case ValueKind.List:
                    var elements = new RowSelection();
                    elements.SelectElements(rows, vector.Offsets);
                    var child = Write(vector.Child!, ((ListType)type).ValueDataType, elements);
                    return new ArrayData(type, rows.Count, nullCount, 0, [nulls, Offsets(vector.Offsets, rows)], [child]);
                default:
                    return new ArrayData(type, rows.Count, nullCount, 0, [nulls, Fixed(vector.Values.Span, 0, vector.Type.Width, rows)]);
            }
        }
        catch
        {
            nulls.Dispose();
            throw;
        }
    }

    /// <summary>Selected rows of fixed-width values that are never null.</summary>
    public ArrayData Write<T>(ReadOnlySpan<T> values, IArrowType type, RowSelection rows)
        where T : unmanaged =>
        new(type, rows.Count, 0, 0, [ArrowBuffer.Empty, Fixed(MemoryMarshal.AsBytes(values), 0, Marshal.SizeOf<T>(), rows)]);

    /// <summary>The same number in every row.</summary>
    public ArrayData Repeat(int value, int rows)
    {
        var buffer = Allocate(rows * sizeof(int), zero: false);
        MemoryMarshal.Cast<byte, int>(buffer.Span)[..rows].Fill(value);
        return new ArrayData(Int32Type.Default, rows, 0, 0, [ArrowBuffer.Empty, buffer.Build()]);
    }

    /// <summary>The numbers of the selected rows, the batch's first row being <paramref name="firstRow"/>.</summary>
    public ArrayData RowNumbers(long firstRow, RowSelection rows)
    {
        var buffer = Allocate(rows.Count * sizeof(long), zero: false);
        var values = MemoryMarshal.Cast<byte, long>(buffer.Span);
        var at = 0;
        foreach (var (start, length) in rows.Runs)
        {
            for (var row = start; row < start + length; row++)
            {
                values[at++] = firstRow + row;
            }
        }

        return new ArrayData(Int64Type.Default, rows.Count, 0, 0, [ArrowBuffer.Empty, buffer.Build()]);
    }

    /// <summary>Selected rows of an array of any type, as delivered.</summary>
    public ArrayData Take(IArrowArray array, RowSelection rows)
    {
        var data = array.Data;
        var isPlain = data.DataType is BooleanType or StringType or BinaryType
            || (data.DataType is FixedWidthType { BitWidth: var bits } and not BooleanType && bits % 8 == 0
                && data.DataType is not (DictionaryType or StructType or FixedSizeListType));
        if (!isPlain)
        {
            return TakeOther(array, rows);
        }

        var nulls = ArrowBuffer.Empty;
        var nullCount = 0;
        if (data.NullCount != 0 && !data.Buffers[0].IsEmpty)
        {
            nulls = Bits(data.Buffers[0].Span, data.Offset, rows);
            nullCount = rows.Count - CountBits(nulls.Span, rows.Count);
        }

        switch (data.DataType)
        {
            case BooleanType:
                return new ArrayData(data.DataType, rows.Count, nullCount, 0, [nulls, Bits(data.Buffers[1].Span, data.Offset, rows)]);
            case StringType or BinaryType:
                var source = MemoryMarshal.Cast<byte, int>(data.Buffers[1].Span)[data.Offset..];
                var text = Text(source, data.Buffers[2].Span, rows, out var offsets);
                return new ArrayData(data.DataType, rows.Count, nullCount, 0, [nulls, offsets, text]);
            default:
                var width = ((FixedWidthType)data.DataType).BitWidth / 8;
                return new ArrayData(data.DataType, rows.Count, nullCount, 0, [nulls, Fixed(data.Buffers[1].Span, data.Offset, width, rows)]);
        }
    }

    /// <summary>A list of texts for each row.</summary>
    public ArrayData Lists(IArrowType type, IReadOnlyList<IReadOnlyList<byte[]>> rows)
    {
        var total = rows.Sum(row => row.Count);
        var listOffsets = Allocate((rows.Count + 1) * 4, zero: true);
        var textOffsets = Allocate((total + 1) * 4, zero: true);
        var text = Allocate(checked((int)rows.Sum(row => row.Sum(entry => (long)entry.Length))), zero: false);
        var lists = MemoryMarshal.Cast<byte, int>(listOffsets.Span);
        var texts = MemoryMarshal.Cast<byte, int>(textOffsets.Span);
        var (element, at) = (0, 0);
        for (var row = 0; row < rows.Count; row++)
        {
            foreach (var entry in rows[row])
            {
                entry.CopyTo(text.Span[at..]);
                at += entry.Length;
                texts[++element] = at;
            }

            lists[row + 1] = element;
        }

        var child = new ArrayData(StringType.Default, total, 0, 0, [ArrowBuffer.Empty, textOffsets.Build(), text.Build()]);
        return new ArrayData(type, rows.Count, 0, 0, [ArrowBuffer.Empty, listOffsets.Build()], [child]);
    }

    /// <summary>The same text in every row.</summary>
    public ArrayData Repeat(byte[] value, int rows)
    {
        var offsets = Allocate((rows + 1) * 4, zero: true);
        var text = Allocate(checked(rows * value.Length), zero: false);
        var positions = MemoryMarshal.Cast<byte, int>(offsets.Span);
        for (var row = 0; row < rows; row++)
        {
            value.CopyTo(text.Span[(row * value.Length)..]);
            positions[row + 1] = (row + 1) * value.Length;
        }

        return new ArrayData(StringType.Default, rows, 0, 0, [ArrowBuffer.Empty, offsets.Build(), text.Build()]);
    }

    private static ArrayData TakeOther(IArrowArray array, RowSelection rows)
    {
        var slices = new List<IArrowArray>(rows.Runs.Length);
        foreach (var (start, length) in rows.Runs)
        {
            slices.Add(ArrowArrayFactory.Slice(array, start, length));
        }

        return ArrowArrayConcatenator.Concatenate(slices).Data;
    }

    private static int CountBits(ReadOnlySpan<byte> bytes, int count)
    {
        var total = 0;
        for (var i = 0; i < (count + 7) / 8; i++)
        {
            total += System.Numerics.BitOperations.PopCount(bytes[i]);
        }

        return total;
    }

    private ArrowBuffer Validity(ulong[]? valid, RowSelection rows, out int nullCount)
    {
        nullCount = 0;
        if (valid is null)
        {
            return ArrowBuffer.Empty;
        }

        var buffer = Bits(MemoryMarshal.AsBytes(valid.AsSpan()), 0, rows);
        nullCount = rows.Count - CountBits(buffer.Span, rows.Count);
        return buffer;
    }

    private ArrowBuffer Bits(ReadOnlySpan<byte> source, int offset, RowSelection rows)
    {
        var buffer = Allocate((rows.Count + 7) / 8, zero: true);
        var at = 0;
        foreach (var (start, length) in rows.Runs)
        {
            BitMask.CopyBits(source, offset + start, buffer.Span, at, length);
            at += length;
        }

        return buffer.Build();
    }

    private ArrowBuffer Fixed(ReadOnlySpan<byte> source, int offset, int width, RowSelection rows)
    {
        var buffer = Allocate(checked(rows.Count * width), zero: false);
        var target = buffer.Span;
        if (width == sizeof(ulong) && rows.AreShort && Packing.IsSupported)
        {
            Packing.Pack(MemoryMarshal.Cast<byte, ulong>(source)[offset..], rows.Mask, MemoryMarshal.Cast<byte, ulong>(target)[..rows.Count]);
            return buffer.Build();
        }

        foreach (var (start, length) in rows.Runs)
        {
            source.Slice((offset + start) * width, length * width).CopyTo(target);
            target = target[(length * width)..];
        }

        return buffer.Build();
    }

    private ArrowBuffer Offsets(ReadOnlySpan<int> source, RowSelection rows)
    {
        var buffer = Allocate((rows.Count + 1) * 4, zero: false);
        var target = MemoryMarshal.Cast<byte, int>(buffer.Span);
        var (row, at) = (0, 0);
        target[0] = 0;
        foreach (var (start, length) in rows.Runs)
        {
            var shift = at - source[start];
            for (var i = start + 1; i <= start + length; i++)
            {
                target[++row] = source[i] + shift;
            }

            at = target[row];
        }

        return buffer.Build();
    }

    private ArrowBuffer Text(ReadOnlySpan<int> offsets, ReadOnlySpan<byte> bytes, RowSelection rows, out ArrowBuffer newOffsets)
    {
        newOffsets = Offsets(offsets, rows);
        var total = MemoryMarshal.Cast<byte, int>(newOffsets.Span)[rows.Count];
        var buffer = Allocate(total, zero: false);
        var target = buffer.Span;
        foreach (var (start, length) in rows.Runs)
        {
            var run = bytes[offsets[start]..offsets[start + length]];
            run.CopyTo(target);
            target = target[run.Length..];
        }

        return buffer.Build();
    }

    private OutputBlock Allocate(int bytes, bool zero)
    {
        var block = memory.Rent(bytes);
        if (zero)
        {
            block.Span.Clear();
        }

        return block;
    }
}
