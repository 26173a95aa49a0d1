using System.Buffers.Binary;
using System.Security.Cryptography;

namespace Millrace.Jobs.Survey;

/// <summary>What tells a file from the same file changed: size, modification time, and a hash of the footer or of both ends.</summary>
internal readonly record struct FileStamp(long Bytes, DateTime ModifiedUtc, string Hash)
{
    private const int TailBytes = 8;
    private const int EndBytes = 64 << 10;

    /// <summary>SHA-256 of a Parquet file's footer with its length and magic. The length has been checked against the file.</summary>
    public static string HashFooter(FileStream stream, int footerBytes)
    {
        var bytes = new byte[footerBytes + TailBytes];
        stream.Position = stream.Length - bytes.Length;
        stream.ReadExactly(bytes);
        return Convert.ToHexStringLower(SHA256.HashData(bytes));
    }

    /// <summary>SHA-256 of the first and last 64 KiB, for files without a footer.</summary>
    public static string HashEnds(FileStream stream)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        var bytes = new byte[EndBytes];
        stream.Position = 0;
        hash.AppendData(bytes, 0, stream.ReadAtLeast(bytes, bytes.Length, throwOnEndOfStream: false));
        stream.Position = Math.Max(0, stream.Length - bytes.Length);
        hash.AppendData(bytes, 0, stream.ReadAtLeast(bytes, bytes.Length, throwOnEndOfStream: false));
        return Convert.ToHexStringLower(hash.GetHashAndReset());
    }

    /// <summary>Length of the footer as the file's last bytes give it, or -1 where that cannot be.</summary>
    public static int FooterBytes(FileStream stream)
    {
        if (stream.Length < TailBytes + 4)
        {
            return -1;
        }

        Span<byte> tail = stackalloc byte[TailBytes];
        stream.Position = stream.Length - TailBytes;
        stream.ReadExactly(tail);
        var length = BinaryPrimitives.ReadUInt32LittleEndian(tail);
        return length <= stream.Length - TailBytes - 4 && length <= int.MaxValue - TailBytes ? (int)length : -1;
    }
}
