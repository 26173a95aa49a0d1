using System.Buffers.Binary;
using System.IO.Hashing;

namespace Millrace.Training.Collectives;

/// <summary>
/// The 72 bytes before every payload, little-endian: magic u32, kind u8, 3 zero bytes, run u64, generation i32, sender i32,
/// step i64, sequence i64, offset i64, length i64, checksum of the payload u64, xxHash3 of the 64 bytes before u64.
/// The payload's is <see cref="ChunkChecksum"/> for a chunk, xxHash3 for a notice.
/// </summary>
internal readonly record struct FrameHeader
{
    public const int Bytes = 72;
    private const uint Magic = 0x31_46_52_4D;
    private const int HashedBytes = 64;

    public FrameKind Kind { get; init; }

    public ulong Run { get; init; }

    public int Generation { get; init; }

    public int Sender { get; init; }

    public long Step { get; init; }

    /// <summary>Number of the exchange on this link.</summary>
    public long Sequence { get; init; }

    /// <summary>Byte offset of the payload within the exchange.</summary>
    public long Offset { get; init; }

    /// <summary>Bytes of the payload.</summary>
    public long Length { get; init; }

    public ulong Checksum { get; init; }

    /// <summary>A header of <paramref name="options"/>' rank, without step and place.</summary>
    public static FrameHeader Of(LinkOptions options, FrameKind kind, long length, ulong checksum) => new()
    {
        Kind = kind,
        Run = options.Run,
        Generation = options.Generation,
        Sender = options.Rank,
        Length = length,
        Checksum = checksum,
    };

    public void Write(Span<byte> to)
    {
        to[..Bytes].Clear();
        BinaryPrimitives.WriteUInt32LittleEndian(to, Magic);
        to[4] = (byte)Kind;
        BinaryPrimitives.WriteUInt64LittleEndian(to[8..], Run);
        BinaryPrimitives.WriteInt32LittleEndian(to[16..], Generation);
        BinaryPrimitives.WriteInt32LittleEndian(to[20..], Sender);
        BinaryPrimitives.WriteInt64LittleEndian(to[24..], Step);
        BinaryPrimitives.WriteInt64LittleEndian(to[32..], Sequence);
        BinaryPrimitives.WriteInt64LittleEndian(to[40..], Offset);
        BinaryPrimitives.WriteInt64LittleEndian(to[48..], Length);
        BinaryPrimitives.WriteUInt64LittleEndian(to[56..], Checksum);
        BinaryPrimitives.WriteUInt64LittleEndian(to[HashedBytes..], XxHash3.HashToUInt64(to[..HashedBytes]));
    }

    /// <summary>Reads a header; false where it is none or fails its checksum.</summary>
    public static bool TryRead(ReadOnlySpan<byte> from, out FrameHeader header)
    {
        header = default;
        if (BinaryPrimitives.ReadUInt32LittleEndian(from) != Magic
            || XxHash3.HashToUInt64(from[..HashedBytes]) != BinaryPrimitives.ReadUInt64LittleEndian(from[HashedBytes..])
            || from[4] is < (byte)FrameKind.Data or > (byte)FrameKind.Abort)
        {
            return false;
        }

        header = new FrameHeader
        {
            Kind = (FrameKind)from[4],
            Run = BinaryPrimitives.ReadUInt64LittleEndian(from[8..]),
            Generation = BinaryPrimitives.ReadInt32LittleEndian(from[16..]),
            Sender = BinaryPrimitives.ReadInt32LittleEndian(from[20..]),
            Step = BinaryPrimitives.ReadInt64LittleEndian(from[24..]),
            Sequence = BinaryPrimitives.ReadInt64LittleEndian(from[32..]),
            Offset = BinaryPrimitives.ReadInt64LittleEndian(from[40..]),
            Length = BinaryPrimitives.ReadInt64LittleEndian(from[48..]),
            Checksum = BinaryPrimitives.ReadUInt64LittleEndian(from[56..]),
        };
        return true;
    }
}
