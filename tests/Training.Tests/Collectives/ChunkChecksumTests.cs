using System.Buffers.Binary;
using System.IO.Hashing;
using Millrace.Training.Collectives;

namespace Millrace.Training.Tests.Collectives;

public sealed class ChunkChecksumTests
{
    private const int Columns = 16;

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(63)]
    [InlineData(64)]
    [InlineData(4096)]
    [InlineData(4100)]
    public void It_is_what_the_definition_says(int length)
    {
        var bytes = Bytes(length);
        var (sums, running) = (new ulong[Columns], new ulong[Columns]);
        var rows = length / 64;
        for (var word = 0; word < rows * Columns; word++)
        {
            sums[word % Columns] += BinaryPrimitives.ReadUInt32LittleEndian(bytes.AsSpan(4 * word));
            running[word % Columns] += sums[word % Columns];
        }

        // Eight words of four even columns, then of their odd neighbours; the same for the second half of a row; then all running sums.
        int[] order = [0, 2, 4, 6, 1, 3, 5, 7, 8, 10, 12, 14, 9, 11, 13, 15];
        var state = new List<byte>();
        foreach (var sum in order.Select(at => sums[at]).Concat(order.Select(at => running[at])))
        {
            state.AddRange(BitConverter.GetBytes(sum));
        }

        state.AddRange(bytes.AsSpan(rows * 64));
        Assert.Equal(XxHash3.HashToUInt64(state.ToArray(), length), Of(bytes));
    }

    [Fact]
    public void Every_flipped_bit_is_seen()
    {
        var bytes = Bytes(1000);
        var right = Of(bytes);
        for (var bit = 0; bit < 8 * bytes.Length; bit++)
        {
            bytes[bit / 8] ^= (byte)(1 << (bit % 8));
            Assert.NotEqual(right, Of(bytes));
            bytes[bit / 8] ^= (byte)(1 << (bit % 8));
        }

        Assert.Equal(right, Of(bytes));
    }

    [Fact]
    public void Two_words_that_changed_places_are_seen_wherever_they_are()
    {
        var bytes = Bytes(1 << 15);
        var right = Of(bytes);
        for (var other = 1; other < bytes.Length / 4; other++)
        {
            Swap(bytes, other);
            Assert.NotEqual(right, Of(bytes));
            Swap(bytes, other);
        }
    }

    [Fact]
    public void Signs_that_flipped_in_a_pair_are_seen()
    {
        // Two flips of the highest bit of words of a column cancel in a sum of 32 bits, and here must not.
        var bytes = new byte[1 << 14];
        var right = Of(bytes);
        for (var row = 1; row < bytes.Length / 64; row++)
        {
            (bytes[3], bytes[(row * 64) + 3]) = (0x80, 0x80);
            Assert.NotEqual(right, Of(bytes));
            (bytes[3], bytes[(row * 64) + 3]) = (0, 0);
        }
    }

    [Fact]
    public void Zeros_left_out_are_seen() => Assert.NotEqual(Of(new byte[64]), Of(new byte[128]));

    private static void Swap(byte[] bytes, int other)
    {
        var (first, second) = (bytes.AsSpan(0, 4).ToArray(), bytes.AsSpan(4 * other, 4).ToArray());
        second.CopyTo(bytes.AsSpan());
        first.CopyTo(bytes.AsSpan(4 * other));
    }

    private static byte[] Bytes(int length)
    {
        var bytes = new byte[length];
        new Random(5).NextBytes(bytes);
        return bytes;
    }

    private static unsafe ulong Of(byte[] bytes)
    {
        fixed (byte* first = bytes)
        {
            return ChunkChecksum.Of(first, bytes.Length);
        }
    }
}
