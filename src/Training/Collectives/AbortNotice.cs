using System.Buffers.Binary;
using System.Text;

namespace Millrace.Training.Collectives;

/// <summary>Who is at fault, as it passes from rank to rank: peer i32, fault i32, step i64, waited ticks i64, detail UTF-8.</summary>
internal sealed record AbortNotice(int Peer, PeerFault Fault, long Step, TimeSpan Waited, string Detail)
{
    public const int MaxBytes = 1024;
    private const int FixedBytes = 24;

    public byte[] ToBytes()
    {
        var text = Encoding.UTF8.GetBytes(Detail);
        var bytes = new byte[FixedBytes + Math.Min(text.Length, MaxBytes - FixedBytes)];
        BinaryPrimitives.WriteInt32LittleEndian(bytes, Peer);
        BinaryPrimitives.WriteInt32LittleEndian(bytes.AsSpan(4), (int)Fault);
        BinaryPrimitives.WriteInt64LittleEndian(bytes.AsSpan(8), Step);
        BinaryPrimitives.WriteInt64LittleEndian(bytes.AsSpan(16), Waited.Ticks);
        text.AsSpan(0, bytes.Length - FixedBytes).CopyTo(bytes.AsSpan(FixedBytes));
        return bytes;
    }

    /// <summary>Reads a notice; null where it makes no sense.</summary>
    public static AbortNotice? TryRead(ReadOnlySpan<byte> bytes, int ranks)
    {
        if (bytes.Length < FixedBytes)
        {
            return null;
        }

        var peer = BinaryPrimitives.ReadInt32LittleEndian(bytes);
        var fault = (PeerFault)BinaryPrimitives.ReadInt32LittleEndian(bytes[4..]);
        return peer >= 0 && peer < ranks && Enum.IsDefined(fault)
            ? new AbortNotice(
                peer, fault, BinaryPrimitives.ReadInt64LittleEndian(bytes[8..]),
                TimeSpan.FromTicks(BinaryPrimitives.ReadInt64LittleEndian(bytes[16..])), Encoding.UTF8.GetString(bytes[FixedBytes..]))
            : null;
    }
}
