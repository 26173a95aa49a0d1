using System.Buffers;
using System.Buffers.Binary;

namespace Millrace.Features.Statistics;

/// <summary>Writes the bytes of a mergeable state: little-endian numbers, length-prefixed parts. Not thread-safe.</summary>
internal sealed class StateWriter
{
    private readonly ArrayBufferWriter<byte> _buffer = new();

    /// <summary>Everything written.</summary>
    public byte[] ToArray() => _buffer.WrittenSpan.ToArray();

    public void Write(int value)
    {
        BinaryPrimitives.WriteInt32LittleEndian(_buffer.GetSpan(4), value);
        _buffer.Advance(4);
    }

    public void Write(long value)
    {
        BinaryPrimitives.WriteInt64LittleEndian(_buffer.GetSpan(8), value);
        _buffer.Advance(8);
    }

    public void Write(ulong value) => Write(unchecked((long)value));

    public void Write(double value) => Write(BitConverter.DoubleToInt64Bits(value));

    /// <summary>Length, then bytes; −1 for null.</summary>
    public void WriteBytes(byte[]? value)
    {
        Write(value?.Length ?? -1);
        _buffer.Write(value);
    }

    /// <summary>Length, then bytes.</summary>
    public void WriteSpan(ReadOnlySpan<byte> value)
    {
        Write(value.Length);
        _buffer.Write(value);
    }
}
