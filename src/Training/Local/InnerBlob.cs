using System.Buffers.Binary;
using System.Runtime.InteropServices;
using Millrace.Training.Optimizers;

namespace Millrace.Training.Local;

/// <summary>A replica's optimiser state as bytes: steps i64 | first float32 … | second float32 …, little-endian.</summary>
internal static class InnerBlob
{
    public static byte[] Write(OptimizerState state)
    {
        var first = MemoryMarshal.AsBytes<float>(state.First);
        var second = MemoryMarshal.AsBytes<float>(state.Second);
        var bytes = new byte[sizeof(long) + first.Length + second.Length];
        BinaryPrimitives.WriteInt64LittleEndian(bytes, state.Steps);
        first.CopyTo(bytes.AsSpan(sizeof(long)));
        second.CopyTo(bytes.AsSpan(sizeof(long) + first.Length));
        return bytes;
    }

    /// <summary>Puts the bytes back into a state of the same optimiser.</summary>
    public static void Read(ReadOnlySpan<byte> bytes, OptimizerState state)
    {
        var first = MemoryMarshal.AsBytes(state.First.AsSpan());
        var second = MemoryMarshal.AsBytes(state.Second.AsSpan());
        if (bytes.Length != sizeof(long) + first.Length + second.Length)
        {
            throw new TrainingException($"a replica's optimiser state has {bytes.Length} bytes, not {sizeof(long) + first.Length + second.Length}");
        }

        state.Steps = BinaryPrimitives.ReadInt64LittleEndian(bytes);
        bytes.Slice(sizeof(long), first.Length).CopyTo(first);
        bytes[(sizeof(long) + first.Length)..].CopyTo(second);
    }
}
