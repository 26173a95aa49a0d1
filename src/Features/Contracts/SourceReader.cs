using System.Buffers.Binary;
using System.Runtime.InteropServices;
using Apache.Arrow;
using Apache.Arrow.Types;
using Millrace.Features.Expressions;
using Millrace.Features.Expressions.Vectors;
using ValueType = Millrace.Features.Expressions.ValueType;

namespace Millrace.Features.Contracts;

/// <summary>Reads Arrow arrays of every type that the engines deliver; widening only, nothing that could lose a value.</summary>
internal static class SourceReader
{
    /// <summary>The array as a source column; null when its type is none of those that a contract can read.</summary>
    public static SourceColumn? Read(ArrayData data, ScratchPool pool)
    {
        var valid = ArrowVectors.Validity(data, pool);
        return data.DataType switch
        {
            BooleanType => new(Vector.Fixed(
                ValueType.Bool, data.Length, ArrowVectors.Bits(data.Buffers[1], data.Offset, data.Length, pool), valid)),
            Int8Type => Widen<sbyte>(data, valid, pool),
            Int16Type => Widen<short>(data, valid, pool),
            Int32Type => Widen<int>(data, valid, pool),
            UInt8Type => Widen<byte>(data, valid, pool),
            UInt16Type => Widen<ushort>(data, valid, pool),
            UInt32Type => Widen<uint>(data, valid, pool),
            Int64Type => new(Vector.Fixed(ValueType.Int, data.Length, ArrowVectors.Slice(data, 8), valid)),
            UInt64Type => Wide(data, valid, pool),
            FloatType => Single(data, valid, pool),
            DoubleType => new(Vector.Fixed(ValueType.Float, data.Length, ArrowVectors.Slice(data, 8), valid)),
            Decimal128Type type => new(Vector.Fixed(
                ValueType.Decimal(type.Precision, type.Scale), data.Length, ArrowVectors.Slice(data, 16), valid)),
            StringType or BinaryType => Text(data, valid, pool),
            LargeStringType or LargeBinaryType => LargeText(data, valid, pool),
            Date32Type => new(Vector.Fixed(ValueType.Date, data.Length, ArrowVectors.Slice(data, 4), valid)),
            TimestampType type => Time(data, type, valid),
            ListType => List(data, valid, pool),
            DictionaryType => Decode(data, valid, pool),
            NullType => new(Vector.OfText(data.Length, Zeros(data.Length + 1, pool), default, pool.RentEmptyMask(data.Length))),
            _ => null,
        };
    }

    private static SourceColumn Widen<T>(ArrayData data, ulong[]? valid, ScratchPool pool)
        where T : unmanaged, System.Numerics.IBinaryInteger<T>
    {
        var source = data.Length == 0 ? default : MemoryMarshal.Cast<byte, T>(data.Buffers[1].Span).Slice(data.Offset, data.Length);
        var bytes = pool.Rent(data.Length * 8L);
        var target = MemoryMarshal.Cast<byte, long>(bytes.AsSpan());
        for (var i = 0; i < source.Length; i++)
        {
            target[i] = long.CreateTruncating(source[i]);
        }

        return new(Vector.Fixed(ValueType.Int, data.Length, bytes, valid));
    }

    private static SourceColumn Wide(ArrayData data, ulong[]? valid, ScratchPool pool)
    {
        var source = data.Length == 0 ? default : MemoryMarshal.Cast<byte, ulong>(data.Buffers[1].Span).Slice(data.Offset, data.Length);
        var bytes = pool.Rent(data.Length * 16L);
        var target = MemoryMarshal.Cast<byte, Int128>(bytes.AsSpan());
        for (var i = 0; i < source.Length; i++)
        {
            target[i] = source[i];
        }

        return new(Vector.Fixed(ValueType.Decimal(20, 0), data.Length, bytes, valid));
    }

    private static SourceColumn Single(ArrayData data, ulong[]? valid, ScratchPool pool)
    {
        var source = data.Length == 0 ? default : MemoryMarshal.Cast<byte, float>(data.Buffers[1].Span).Slice(data.Offset, data.Length);
        var bytes = pool.Rent(data.Length * 8L);
        var target = MemoryMarshal.Cast<byte, double>(bytes.AsSpan());
        for (var i = 0; i < source.Length; i++)
        {
            target[i] = source[i];
        }

        return new(Vector.Fixed(ValueType.Float, data.Length, bytes, valid), IsSingle: true);
    }

    private static SourceColumn Text(ArrayData data, ulong[]? valid, ScratchPool pool) => new(
        Vector.OfText(data.Length, ArrowVectors.Offsets(data, pool), data.Buffers[2].Memory, valid), IsBinary: data.DataType is BinaryType);

    private static SourceColumn LargeText(ArrayData data, ulong[]? valid, ScratchPool pool)
    {
        var bytes = pool.Rent((data.Length + 1) * 4L);
        var offsets = MemoryMarshal.Cast<byte, int>(bytes.AsSpan());
        offsets[0] = 0;
        if (data.Length == 0)
        {
            return new(Vector.OfText(0, bytes, default, null), IsBinary: true);
        }

        var source = MemoryMarshal.Cast<byte, long>(data.Buffers[1].Span).Slice(data.Offset, data.Length + 1);
        for (var i = 0; i < source.Length; i++)
        {
            offsets[i] = checked((int)(source[i] - source[0]));
        }

        var text = data.Buffers[2].Memory.Slice(checked((int)source[0]), offsets[data.Length]);
        return new(Vector.OfText(data.Length, bytes, text, valid), IsBinary: data.DataType is LargeBinaryType);
    }

    private static SourceColumn Time(ArrayData data, TimestampType type, ulong[]? valid)
    {
        var zoned = !string.IsNullOrEmpty(type.Timezone);
        var unitsPerSecond = type.Unit switch
        {
            TimeUnit.Second => 1L,
            TimeUnit.Millisecond => 1_000L,
            TimeUnit.Microsecond => 1_000_000L,
            _ => 1_000_000_000L,
        };
        var values = Vector.Fixed(
            zoned ? ValueType.Timestamp : ValueType.TimestampLocal, data.Length, ArrowVectors.Slice(data, 8), valid);
        return new(values, unitsPerSecond);
    }

    private static SourceColumn? List(ArrayData data, ulong[]? valid, ScratchPool pool)
    {
        if (Read(data.Children[0], pool) is not { } child)
        {
            return null;
        }

        var type = new ValueType(ValueKind.List, 0, 0, child.Values.Type);
        return child with { Values = Vector.OfList(type, data.Length, ArrowVectors.Offsets(data, pool), child.Values, valid) };
    }

    private static SourceColumn? Decode(ArrayData data, ulong[]? valid, ScratchPool pool)
    {
        var width = ((FixedWidthType)((DictionaryType)data.DataType).IndexType).BitWidth / 8;
        if (data.Dictionary is not { } dictionary || Read(dictionary, pool) is not { } entries
            || entries.Values.Type.Kind is ValueKind.List or ValueKind.Bool)
        {
            return null;
        }

        var indices = new int[data.Length];
        var decodedValid = pool.RentMask(data.Length);
        BitMask.Fill(decodedValid, data.Length);
        for (var i = 0; i < data.Length; i++)
        {
            var present = valid is null || BitMask.Get(valid, i);
            indices[i] = present ? Index(data.Buffers[1].Span[((data.Offset + i) * width)..], width) : 0;
            if (!present || !entries.Values.IsValid(indices[i]))
            {
                BitMask.Clear(decodedValid, i);
                indices[i] = -1;
            }
        }

        return entries with { Values = VectorTake.Take(entries.Values, indices, decodedValid, pool) };
    }

    private static int Index(ReadOnlySpan<byte> bytes, int width) => width switch
    {
        1 => bytes[0],
        2 => BinaryPrimitives.ReadUInt16LittleEndian(bytes),
        4 => BinaryPrimitives.ReadInt32LittleEndian(bytes),
        _ => checked((int)BinaryPrimitives.ReadInt64LittleEndian(bytes)),
    };

    private static byte[] Zeros(int count, ScratchPool pool)
    {
        var zeros = pool.Rent(count * 4L);
        zeros.AsSpan(0, count * 4).Clear();
        return zeros;
    }
}
