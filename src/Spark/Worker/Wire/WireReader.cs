using System.Buffers.Binary;
using System.Text;

namespace Millrace.Spark.Worker.Wire;

/// <summary>
/// Reads the integers, strings and byte blocks of the worker protocol: big-endian, lengths as 32-bit integers in front. A length is
/// checked against its limit first, and a long block is allocated as it arrives, so a false length costs nothing. Borrows the stream. Not thread-safe.
/// </summary>
/// <param name="source">A stream with its own buffer.</param>
/// <param name="maxBytes">The most that one string or block may have.</param>
internal sealed class WireReader(Stream source, int maxBytes)
{
    private const int GrowthBytes = 1 << 20;
    private static readonly UTF8Encoding Utf8 = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    /// <summary>The stream behind: what follows the header is read from it directly.</summary>
    public Stream Source => source;

    /// <summary>The next integer, or null where the stream ends before its first byte.</summary>
    public int? ReadInt32OrEnd()
    {
        Span<byte> bytes = stackalloc byte[4];
        var read = source.Read(bytes);
        if (read == 0)
        {
            return null;
        }

        Fill(bytes[read..]);
        return BinaryPrimitives.ReadInt32BigEndian(bytes);
    }

    /// <summary>The next 32-bit integer.</summary>
    public int ReadInt32()
    {
        Span<byte> bytes = stackalloc byte[4];
        Fill(bytes);
        return BinaryPrimitives.ReadInt32BigEndian(bytes);
    }

    /// <summary>The next 64-bit integer.</summary>
    public long ReadInt64()
    {
        Span<byte> bytes = stackalloc byte[8];
        Fill(bytes);
        return BinaryPrimitives.ReadInt64BigEndian(bytes);
    }

    /// <summary>One byte, 0 or 1.</summary>
    public bool ReadBool()
    {
        Span<byte> bytes = stackalloc byte[1];
        Fill(bytes);
        return bytes[0] switch
        {
            0 => false,
            1 => true,
            var other => throw new WorkerProtocolException($"a flag is {other}, neither 0 nor 1"),
        };
    }

    /// <summary>A string: byte length, UTF-8.</summary>
    public string ReadUtf()
    {
        try
        {
            return Utf8.GetString(ReadBytes());
        }
        catch (DecoderFallbackException)
        {
            throw new WorkerProtocolException("a string is not UTF-8");
        }
    }

    /// <summary>A block: byte length, bytes.</summary>
    public byte[] ReadBytes() => ReadExactly(ReadLength("block"));

    /// <summary>A count of things that follow, each at least <paramref name="leastBytes"/> long.</summary>
    public int ReadCount(string what, int leastBytes)
    {
        var count = ReadInt32();
        return count >= 0 && (long)count * leastBytes <= maxBytes
            ? count
            : throw new WorkerProtocolException($"{count} {what} cannot be");
    }

    /// <summary>Pairs of strings with their count in front.</summary>
    public IReadOnlyDictionary<string, string> ReadPairs(string what)
    {
        var count = ReadCount(what, leastBytes: 8);
        var pairs = new Dictionary<string, string>(Math.Min(count, 1024), StringComparer.Ordinal);
        for (var index = 0; index < count; index++)
        {
            pairs[ReadUtf()] = ReadUtf();
        }

        return pairs;
    }

    /// <summary>Exactly <paramref name="length"/> bytes.</summary>
    public byte[] ReadExactly(int length)
    {
        var bytes = new byte[Math.Min(length, GrowthBytes)];
        Fill(bytes);
        while (bytes.Length < length)
        {
            var filled = bytes.Length;
            Array.Resize(ref bytes, (int)Math.Min(length, 2L * filled));
            Fill(bytes.AsSpan(filled));
        }

        return bytes;
    }

    /// <summary>A length within the limit.</summary>
    public int ReadLength(string what)
    {
        var length = ReadInt32();
        return length >= 0 && length <= maxBytes
            ? length
            : throw new WorkerProtocolException($"a {what} of {length} bytes is outside 0 to {maxBytes}");
    }

    private void Fill(Span<byte> bytes)
    {
        if (source.ReadAtLeast(bytes, bytes.Length, throwOnEndOfStream: false) < bytes.Length)
        {
            throw new WorkerProtocolException("the stream ended inside a value");
        }
    }
}
