using System.Buffers.Binary;

namespace Millrace.Spark.Worker.Wire;

/// <summary>
/// One table of a FlatBuffers message, every access checked against the message: the root offset leads to the table, whose first field leads back to its
/// vtable; the vtable has the position of each field, and a field that is not there has position 0.
/// </summary>
internal readonly ref struct FlatTable
{
    private readonly ReadOnlySpan<byte> _message;
    private readonly long _table;
    private readonly long _vtable;

    private FlatTable(ReadOnlySpan<byte> message, long table)
    {
        _message = message;
        _table = table;
        _vtable = table - Int32(message, table);
    }

    /// <summary>The message's root.</summary>
    public static FlatTable Root(ReadOnlySpan<byte> message) => new(message, UInt32(message, 0));

    /// <summary>One byte, 0 where the field is not there.</summary>
    public byte Byte(int field) => Position(field) is { } at ? Slice(_message, at, 1)[0] : (byte)0;

    /// <summary>A 64-bit integer, 0 where the field is not there.</summary>
    public long Int64(int field) => Position(field) is { } at ? BinaryPrimitives.ReadInt64LittleEndian(Slice(_message, at, 8)) : 0;

    /// <summary>A table behind a field.</summary>
    /// <exception cref="WorkerProtocolException">The field is not there.</exception>
    public FlatTable Table(int field) => Position(field) is { } at
        ? new FlatTable(_message, at + UInt32(_message, at))
        : throw new WorkerProtocolException("an Arrow message lacks a part");

    /// <summary>The elements of a vector of fixed size, all of them inside the message; empty where the field is not there.</summary>
    public ReadOnlySpan<byte> Vector(int field, int elementBytes)
    {
        if (Position(field) is not { } at)
        {
            return [];
        }

        var start = at + UInt32(_message, at);
        var count = UInt32(_message, start);
        return Slice(_message, start + 4, count * elementBytes);
    }

    /// <summary>How many tables a vector holds.</summary>
    public int TableCount(int field) => Vector(field, 4).Length / 4;

    /// <summary>A table of a vector.</summary>
    public FlatTable TableAt(int field, int index)
    {
        var at = Position(field)!.Value;
        var element = at + UInt32(_message, at) + 4 + (4L * index);
        return new FlatTable(_message, element + UInt32(_message, element));
    }

    private long? Position(int field)
    {
        var slot = 4 + (2 * field);
        if (slot + 2 > UInt16(_message, _vtable))
        {
            return null;
        }

        var offset = UInt16(_message, _vtable + slot);
        return offset == 0 ? null : _table + offset;
    }

    private static int Int32(ReadOnlySpan<byte> message, long at) => BinaryPrimitives.ReadInt32LittleEndian(Slice(message, at, 4));

    private static uint UInt32(ReadOnlySpan<byte> message, long at) => BinaryPrimitives.ReadUInt32LittleEndian(Slice(message, at, 4));

    private static ushort UInt16(ReadOnlySpan<byte> message, long at) => BinaryPrimitives.ReadUInt16LittleEndian(Slice(message, at, 2));

    private static ReadOnlySpan<byte> Slice(ReadOnlySpan<byte> message, long at, long length) =>
        at >= 0 && at + length <= message.Length
            ? message.Slice((int)at, (int)length)
            : throw new WorkerProtocolException("an Arrow message's metadata points outside itself");
}
