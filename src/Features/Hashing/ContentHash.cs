using System.Buffers.Binary;
using System.Globalization;
using System.Numerics;

namespace Millrace.Features.Hashing;

/// <summary>
/// Content hash of a set of rows: their number and the sum modulo 2^256 of the SHA-256 of each row's canonical bytes (each digest read as one
/// big-endian number). Order and file layout do not change it; two parts are joined by <see cref="Merge"/>, which is commutative and associative
/// with the default value as its neutral element. Immutable and thread-safe.
/// </summary>
public readonly record struct ContentHash
{
    /// <summary>Length of <see cref="ToBytes"/>: the row count and the sum.</summary>
    public const int ByteLength = 8 + 32;

    private readonly ulong _word0;
    private readonly ulong _word1;
    private readonly ulong _word2;
    private readonly ulong _word3;

    /// <summary>Creates a hash from a row count and the sum's four words, the most significant first.</summary>
    internal ContentHash(long rows, ReadOnlySpan<ulong> words)
    {
        Rows = rows;
        _word0 = words[0];
        _word1 = words[1];
        _word2 = words[2];
        _word3 = words[3];
    }

    /// <summary>Number of rows.</summary>
    public long Rows { get; }

    /// <summary>The hash of the union of two disjoint sets of rows.</summary>
    public static ContentHash Merge(ContentHash left, ContentHash right)
    {
        Span<ulong> sum = [left._word0, left._word1, left._word2, left._word3];
        ReadOnlySpan<ulong> other = [right._word0, right._word1, right._word2, right._word3];
        var carry = 0UL;
        for (var i = 3; i >= 0; i--)
        {
            var total = (UInt128)sum[i] + other[i] + carry;
            sum[i] = (ulong)total;
            carry = (ulong)(total >> 64);
        }

        return new ContentHash(checked(left.Rows + right.Rows), sum);
    }

    /// <summary>Adds one digest, for code that hashes a single row.</summary>
    /// <param name="digest">32 bytes.</param>
    public static ContentHash OfDigest(ReadOnlySpan<byte> digest)
    {
        ArgumentOutOfRangeException.ThrowIfNotEqual(digest.Length, 32, nameof(digest));
        Span<ulong> words = stackalloc ulong[4];
        for (var i = 0; i < 4; i++)
        {
            words[i] = BinaryPrimitives.ReadUInt64BigEndian(digest[(8 * i)..]);
        }

        return new ContentHash(1, words);
    }

    /// <summary>Row count (little-endian int64) and sum (big-endian), 40 bytes.</summary>
    public byte[] ToBytes()
    {
        var bytes = new byte[ByteLength];
        BinaryPrimitives.WriteInt64LittleEndian(bytes, Rows);
        ReadOnlySpan<ulong> words = [_word0, _word1, _word2, _word3];
        for (var i = 0; i < 4; i++)
        {
            BinaryPrimitives.WriteUInt64BigEndian(bytes.AsSpan(8 + (8 * i)), words[i]);
        }

        return bytes;
    }

    /// <summary>Reads what <see cref="ToBytes"/> wrote.</summary>
    /// <exception cref="FormatException">The length is not 40 or the row count is negative.</exception>
    public static ContentHash FromBytes(ReadOnlySpan<byte> bytes)
    {
        if (bytes.Length != ByteLength || BinaryPrimitives.ReadInt64LittleEndian(bytes) < 0)
        {
            throw new FormatException("A content hash has 40 bytes and no negative row count.");
        }

        Span<ulong> words = stackalloc ulong[4];
        for (var i = 0; i < 4; i++)
        {
            words[i] = BinaryPrimitives.ReadUInt64BigEndian(bytes[(8 + (8 * i))..]);
        }

        return new ContentHash(BinaryPrimitives.ReadInt64LittleEndian(bytes), words);
    }

    /// <summary>Reads what <see cref="ToString"/> wrote: <c>ROWS-HEX</c>.</summary>
    /// <exception cref="FormatException">The text has another form.</exception>
    public static ContentHash Parse(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        var dash = text.IndexOf('-', StringComparison.Ordinal);
        if (dash is < 1 or > 19 || text.Length != dash + 1 + 64
            || !long.TryParse(text.AsSpan(0, dash), NumberStyles.None, CultureInfo.InvariantCulture, out var rows)
            || !BigInteger.TryParse(text.AsSpan(dash + 1), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out _))
        {
            throw new FormatException("A content hash is ROWS-HEX with 64 hexadecimal digits.");
        }

        var bytes = new byte[ByteLength];
        BinaryPrimitives.WriteInt64LittleEndian(bytes, rows);
        Convert.FromHexString(text.AsSpan(dash + 1)).CopyTo(bytes, 8);
        return FromBytes(bytes);
    }

    /// <summary>The hash as it stands in a manifest: the row count, a dash, the sum as 64 hexadecimal digits.</summary>
    public override string ToString() => string.Create(
        CultureInfo.InvariantCulture, $"{Rows}-{_word0:x16}{_word1:x16}{_word2:x16}{_word3:x16}");
}
