using System.Runtime.InteropServices;
using Apache.Arrow;
using Apache.Arrow.Types;

namespace Millrace.Features.Expressions.Vectors;

/// <summary>Looks at Arrow arrays of the clean layout as vectors, without copying values. The array must outlive the vector.</summary>
internal static class ArrowVectors
{
    /// <summary>The type in memory of an Arrow type of the clean layout; null for any other.</summary>
    public static ValueType? TypeOf(IArrowType type) => type switch
    {
        BooleanType => ValueType.Bool,
        Int64Type => ValueType.Int,
        DoubleType => ValueType.Float,
        Decimal128Type @decimal => ValueType.Decimal(@decimal.Precision, @decimal.Scale),
        StringType => ValueType.Text,
        Date32Type => ValueType.Date,
        TimestampType { Unit: TimeUnit.Microsecond } timestamp =>
            string.IsNullOrEmpty(timestamp.Timezone) ? ValueType.TimestampLocal : ValueType.Timestamp,
        ListType list when TypeOf(list.ValueDataType) is { } element => new ValueType(ValueKind.List, 0, 0, element),
        _ => null,
    };

    /// <summary>A view of an array of the clean layout.</summary>
    /// <exception cref="ArgumentException">The array has another type.</exception>
    public static Vector View(ArrayData data, ScratchPool pool)
    {
        var type = TypeOf(data.DataType)
            ?? throw new ArgumentException($"Arrow type {data.DataType.Name} is outside the clean layout.", nameof(data));
        var valid = Validity(data, pool);
        return type.Kind switch
        {
            ValueKind.Bool => Vector.Fixed(type, data.Length, Bits(data.Buffers[1], data.Offset, data.Length, pool), valid),
            ValueKind.Text => Vector.OfText(data.Length, Offsets(data, pool), data.Buffers[2].Memory, valid),
            ValueKind.List => Vector.OfList(type, data.Length, Offsets(data, pool), View(data.Children[0], pool), valid),
            _ => Vector.Fixed(type, data.Length, Slice(data, type.Width), valid, type.Kind == ValueKind.Float),
        };
    }

    /// <summary>The values of a fixed-width array.</summary>
    public static ReadOnlyMemory<byte> Slice(ArrayData data, int width) =>
        data.Length == 0 ? default : data.Buffers[1].Memory.Slice(data.Offset * width, data.Length * width);

    /// <summary>The int32 offsets of a text or list array, one more than its length.</summary>
    public static ReadOnlyMemory<byte> Offsets(ArrayData data, ScratchPool pool)
    {
        if (data.Length > 0)
        {
            return data.Buffers[1].Memory.Slice(data.Offset * 4, (data.Length + 1) * 4);
        }

        var none = pool.Rent(4);
        none.AsSpan(0, 4).Clear();
        return none;
    }

    /// <summary>The mask of values that are not null; null when all are.</summary>
    public static ulong[]? Validity(ArrayData data, ScratchPool pool)
    {
        if (data.Length == 0 || data.NullCount == 0 || data.Buffers[0].IsEmpty)
        {
            return null;
        }

        var mask = pool.RentMask(data.Length);
        BitMask.FromArrow(data.Buffers[0].Span, data.Offset, mask, data.Length);
        return BitMask.Count(mask, data.Length) == data.Length ? null : mask;
    }

    /// <summary>Bits of a boolean array as mask words from bit 0.</summary>
    public static ReadOnlyMemory<byte> Bits(ArrowBuffer buffer, int offset, int length, ScratchPool pool)
    {
        var words = pool.Rent(BitMask.Words(length) * 8L);
        if (length > 0)
        {
            BitMask.FromArrow(buffer.Span, offset, MemoryMarshal.Cast<byte, ulong>(words.AsSpan()), length);
        }

        return words;
    }
}
