using System.Buffers.Binary;

namespace Millrace.Features.Statistics;

/// <summary>Reads what <see cref="StateWriter"/> wrote. Every length is checked against what is left before anything is allocated.</summary>
internal ref struct StateReader(ReadOnlySpan<byte> bytes)
{
    private ReadOnlySpan<byte> _rest = bytes;

    public int ReadInt32()
    {
        var value = BinaryPrimitives.ReadInt32LittleEndian(Take(4));
        return value;
    }

    public long ReadInt64() => BinaryPrimitives.ReadInt64LittleEndian(Take(8));

    public ulong ReadUInt64() => unchecked((ulong)ReadInt64());

    public double ReadDouble() => BitConverter.Int64BitsToDouble(ReadInt64());

    /// <summary>A count of parts of at least so many bytes each.</summary>
    public int ReadCount(int leastBytes)
    {
        var count = ReadInt32();
        return count >= 0 && (long)count * leastBytes <= _rest.Length ? count : throw new InvalidDataException($"A count of {count} does not fit the bytes that follow.");
    }

    public byte[]? ReadBytes()
    {
        var length = ReadInt32();
        return length == -1 ? null : Take(length).ToArray();
    }

    public ReadOnlySpan<byte> ReadSpan() => Take(ReadInt32());

    public readonly void End()
    {
        if (!_rest.IsEmpty)
        {
            throw new InvalidDataException($"{_rest.Length} bytes are left over.");
        }
    }

    private ReadOnlySpan<byte> Take(int length)
    {
        if (length < 0 || length > _rest.Length)
        {
            throw new InvalidDataException($"{length} bytes are expected where {_rest.Length} are left.");
        }

        var taken = _rest[..length];
        _rest = _rest[length..];
        return taken;
    }
}
