using System.Buffers.Binary;

namespace Millrace.Features.Hashing;

/// <summary>Padding of a message in place, as FIPS 180-4, section 5.1.1: a one bit, zeros, the length in bits; to a multiple of 64 bytes.</summary>
internal static class Sha256Padding
{
    public const int BlockBytes = 64;

    /// <summary>Bytes that a message of <paramref name="length"/> bytes takes when padded.</summary>
    public static long SlotLength(int length) => ((long)length + 9 + BlockBytes - 1) & ~(BlockBytes - 1L);

    /// <summary>Writes the padding behind the message at the start of <paramref name="slot"/>.</summary>
    public static void Write(Span<byte> slot, int length)
    {
        var end = (int)SlotLength(length);
        slot[length] = 0x80;
        slot[(length + 1)..(end - 8)].Clear();
        BinaryPrimitives.WriteUInt64BigEndian(slot[(end - 8)..], (ulong)length * 8);
    }
}
