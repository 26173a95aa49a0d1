using System.Numerics;
using System.Security.Cryptography;
using CsCheck;
using Millrace.Features.Hashing;

namespace Millrace.Features.Tests.Hashing;

public class ContentHasherTests
{
    private static readonly Gen<byte[][]> Messages = Gen.Byte.Array[0, 300].Array[0, 70];

    [Theory]
    [InlineData(512)]
    [InlineData(256)]
    [InlineData(0)]
    public void Digests_summed_side_by_side_equal_the_sum_of_SHA256_of_each_message(int vectorBits) => Messages.Sample(
        messages =>
        {
            var hasher = new ContentHasher(vectorBits);
            Add(hasher, messages);
            var sum = messages.Aggregate(
                BigInteger.Zero, (total, message) => total + new BigInteger(SHA256.HashData(message), isUnsigned: true, isBigEndian: true));
            var hex = (sum % BigInteger.Pow(2, 256)).ToString("x64", null);
            Assert.Equal($"{messages.Length}-{hex[^64..]}", hasher.Take().ToString());
        },
        iter: 200);

    [Fact]
    public void A_published_digest_comes_out()
    {
        var hasher = new ContentHasher();
        Add(hasher, ["abc"u8.ToArray()]);
        Assert.Equal("1-ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad", hasher.Take().ToString());
    }

    [Fact]
    public void Any_split_and_any_order_give_the_same_content_hash() => Gen.Select(Messages, Gen.Int[0, 70], Gen.Int).Sample(
        (messages, cut, seed) =>
        {
            var whole = Hash(messages);
            var mixed = (byte[][])messages.Clone();
            new Random(seed).Shuffle(mixed);
            cut = Math.Min(cut, mixed.Length);
            var left = Hash(mixed[..cut]);
            var right = Hash(mixed[cut..]);
            Assert.Equal(whole, ContentHash.Merge(left, right));
            Assert.Equal(whole, ContentHash.Merge(right, left));
            Assert.Equal(whole.ToBytes(), ContentHash.Merge(default, whole).ToBytes());
        },
        iter: 200);

    [Fact]
    public void Bytes_and_text_come_back() => Messages.Sample(
        messages =>
        {
            var hash = Hash(messages);
            Assert.Equal(hash, ContentHash.FromBytes(hash.ToBytes()));
            Assert.Equal(hash, ContentHash.Parse(hash.ToString()));
        },
        iter: 50);

    [Theory]
    [InlineData("")]
    [InlineData("1-")]
    [InlineData("-1-ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad")]
    [InlineData("1-zz7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad")]
    public void Other_text_is_refused(string text) => Assert.Throws<FormatException>(() => ContentHash.Parse(text));

    private static ContentHash Hash(byte[][] messages)
    {
        var hasher = new ContentHasher();
        Add(hasher, messages);
        return hasher.Take();
    }

    private static void Add(ContentHasher hasher, byte[][] messages)
    {
        var slots = messages.Select(message => (int)Sha256Padding.SlotLength(message.Length)).ToArray();
        var starts = new int[messages.Length];
        var data = new byte[slots.Sum()];
        Array.Fill(data, (byte)0xEE);
        for (var (i, at) = (0, 0); i < messages.Length; at += slots[i], i++)
        {
            starts[i] = at;
            messages[i].CopyTo(data, at);
            Sha256Padding.Write(data.AsSpan(at), messages[i].Length);
        }

        hasher.Add(data, starts, [.. messages.Select(message => message.Length)]);
    }
}
