using System.IO.Hashing;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace Millrace.Training.Collectives;

/// <summary>
/// The checksum of a chunk's payload. The 32-bit words are dealt to sixteen columns; for each column the sum of its words and the sum of its
/// running sums, both in 64 bits, then xxHash3 of the 32 sums and of what is left behind the last whole row of 64 bytes.
/// </summary>
/// <remarks>
/// Two words of a column that changed by e and f cancel in the first sum only if e = −f, and then the second changes by e times their distance: a change of one
/// or two words a column is always seen, any other but for one case in 2^64 or so. Much cheaper than xxHash3 of the whole (decision 0057): links carry
/// gigabytes a second, and the checksum is taken on both sides.
/// </remarks>
internal static unsafe class ChunkChecksum
{
    private const int RowBytes = 64;

    public static ulong Of(byte* bytes, int length)
    {
        var low = Vector256.Create(0xFFFFFFFFUL);
        Vector256<ulong> a0 = default, a1 = default, a2 = default, a3 = default, b0 = default, b1 = default, b2 = default, b3 = default;
        var at = 0;
        for (; at <= length - RowBytes; at += RowBytes)
        {
            var first = Vector256.Load((ulong*)(bytes + at));
            var second = Vector256.Load((ulong*)(bytes + at + (RowBytes / 2)));
            a0 += first & low;
            a1 += Vector256.ShiftRightLogical(first, 32);
            a2 += second & low;
            a3 += Vector256.ShiftRightLogical(second, 32);
            b0 += a0;
            b1 += a1;
            b2 += a2;
            b3 += a3;
        }

        Span<Vector256<ulong>> state = stackalloc Vector256<ulong>[10];
        (state[0], state[1], state[2], state[3]) = (a0, a1, a2, a3);
        (state[4], state[5], state[6], state[7]) = (b0, b1, b2, b3);
        (state[8], state[9]) = (default, default);
        var all = MemoryMarshal.AsBytes(state);
        var left = new ReadOnlySpan<byte>(bytes + at, length - at);
        left.CopyTo(all[(8 * sizeof(Vector256<ulong>))..]);
        return XxHash3.HashToUInt64(all[..((8 * sizeof(Vector256<ulong>)) + left.Length)], length);
    }
}
