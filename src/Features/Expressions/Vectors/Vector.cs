using System.Runtime.InteropServices;

namespace Millrace.Features.Expressions.Vectors;

/// <summary>
/// A column of values of one type while a batch is processed. Looks at memory that the source batch or the worker's scratch pool owns; valid until the
/// batch is done. What stands under a null is arbitrary.
/// </summary>
internal sealed class Vector
{
    private Vector(ValueType type, int length, ReadOnlyMemory<byte> values, ulong[]? valid)
    {
        Type = type;
        Length = length;
        Values = values;
        Valid = valid;
    }

    public ValueType Type { get; }

    /// <summary>Number of values held; 1 for a constant.</summary>
    public int Length { get; }

    /// <summary>Values, int32 offsets of text and lists (one more than values), or mask words of booleans.</summary>
    public ReadOnlyMemory<byte> Values { get; }

    /// <summary>UTF-8 bytes that the offsets of text point into.</summary>
    public ReadOnlyMemory<byte> Bytes { get; private init; }

    /// <summary>Values that the offsets of a list point into.</summary>
    public Vector? Child { get; private init; }

    /// <summary>Mask of values that are not null; null when all are.</summary>
    public ulong[]? Valid { get; }

    /// <summary>Whether the one value stands for every row.</summary>
    public bool IsConstant { get; private init; }

    /// <summary>Whether NaN or infinities may be among the values.</summary>
    public bool MayBeNotFinite { get; private init; }

    public ReadOnlySpan<long> Longs => MemoryMarshal.Cast<byte, long>(Values.Span)[..Length];

    public ReadOnlySpan<double> Doubles => MemoryMarshal.Cast<byte, double>(Values.Span)[..Length];

    public ReadOnlySpan<Int128> Decimals => MemoryMarshal.Cast<byte, Int128>(Values.Span)[..Length];

    public ReadOnlySpan<int> Ints => MemoryMarshal.Cast<byte, int>(Values.Span)[..Length];

    public ReadOnlySpan<ulong> Bits => MemoryMarshal.Cast<byte, ulong>(Values.Span)[..BitMask.Words(Length)];

    public ReadOnlySpan<int> Offsets => MemoryMarshal.Cast<byte, int>(Values.Span)[..(Length + 1)];

    /// <summary>0 for a constant, 1 otherwise: index of row r is r × stride.</summary>
    public int Stride => IsConstant ? 0 : 1;

    public static Vector Fixed(ValueType type, int length, ReadOnlyMemory<byte> values, ulong[]? valid, bool mayBeNotFinite = false) =>
        new(type, length, values, valid) { MayBeNotFinite = mayBeNotFinite };

    public static Vector OfMask(int length, ulong[] bits, ulong[]? valid, ScratchPool pool)
    {
        var bytes = pool.Rent(BitMask.Words(length) * 8L);
        MemoryMarshal.AsBytes(bits.AsSpan(0, BitMask.Words(length))).CopyTo(bytes);
        return new(ValueType.Bool, length, bytes, valid);
    }

    public static Vector OfText(int length, ReadOnlyMemory<byte> offsets, ReadOnlyMemory<byte> bytes, ulong[]? valid) =>
        new(ValueType.Text, length, offsets, valid) { Bytes = bytes };

    public static Vector OfList(ValueType type, int length, ReadOnlyMemory<byte> offsets, Vector child, ulong[]? valid) =>
        new(type, length, offsets, valid) { Child = child };

    /// <summary>The same values with another mask of nulls.</summary>
    public Vector With(ulong[]? valid) => new(Type, Length, Values, valid)
    {
        Bytes = Bytes,
        Child = Child,
        IsConstant = IsConstant,
        MayBeNotFinite = MayBeNotFinite,
    };

    /// <summary>This single value, standing for every row.</summary>
    public Vector AsConstant() => new(Type, Length, Values, Valid)
    {
        Bytes = Bytes,
        Child = Child,
        IsConstant = true,
        MayBeNotFinite = MayBeNotFinite,
    };

    /// <summary>The same values under another type of the same physical form.</summary>
    public Vector As(ValueType type) => new(type, Length, Values, Valid)
    {
        Bytes = Bytes,
        Child = Child,
        IsConstant = IsConstant,
        MayBeNotFinite = MayBeNotFinite,
    };

    public bool IsValid(int index) => Valid is null || BitMask.Get(Valid, index);

    public ReadOnlySpan<byte> Text(int index)
    {
        var offsets = Offsets;
        return Bytes.Span[offsets[index]..offsets[index + 1]];
    }
}
