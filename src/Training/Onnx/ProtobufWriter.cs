using System.Buffers;
using System.Buffers.Binary;
using System.Runtime.InteropServices;
using System.Text;

namespace Millrace.Training.Onnx;

/// <summary>Writes protobuf fields: variable-length integers and length-delimited parts, as ONNX files need them.</summary>
/// <remarks>Protocol Buffers, "Encoding": wire types 0, 2 and 5.</remarks>
internal sealed class ProtobufWriter
{
    private const int VariableInteger = 0;
    private const int Delimited = 2;
    private const int FixedFour = 5;

    private readonly ArrayBufferWriter<byte> _bytes = new();

    /// <summary>What was written.</summary>
    public byte[] ToArray() => _bytes.WrittenSpan.ToArray();

    /// <summary>An integer field.</summary>
    public void Integer(int field, long value)
    {
        Variable((ulong)((field << 3) | VariableInteger));
        Variable(unchecked((ulong)value));
    }

    /// <summary>A float32 field.</summary>
    public void Float(int field, float value)
    {
        Variable((ulong)((field << 3) | FixedFour));
        Span<byte> bytes = stackalloc byte[sizeof(float)];
        BinaryPrimitives.WriteSingleLittleEndian(bytes, value);
        _bytes.Write(bytes);
    }

    /// <summary>A string field, UTF-8.</summary>
    public void Text(int field, string value) => Bytes(field, Encoding.UTF8.GetBytes(value));

    /// <summary>A message field.</summary>
    public void Message(int field, ProtobufWriter message) => Bytes(field, message.ToArray());

    /// <summary>A bytes field.</summary>
    public void Bytes(int field, ReadOnlySpan<byte> value)
    {
        Variable((ulong)((field << 3) | Delimited));
        Variable((ulong)value.Length);
        _bytes.Write(value);
    }

    /// <summary>A bytes field of little-endian float32.</summary>
    public void Floats(int field, ReadOnlySpan<float> values)
    {
        if (BitConverter.IsLittleEndian)
        {
            Bytes(field, MemoryMarshal.AsBytes(values));
            return;
        }

        var bytes = new byte[values.Length * sizeof(float)];
        for (var at = 0; at < values.Length; at++)
        {
            BinaryPrimitives.WriteSingleLittleEndian(bytes.AsSpan(at * sizeof(float)), values[at]);
        }

        Bytes(field, bytes);
    }

    private void Variable(ulong value)
    {
        for (; value >= 0x80; value >>= 7)
        {
            _bytes.Write([(byte)(value | 0x80)]);
        }

        _bytes.Write([(byte)value]);
    }
}
