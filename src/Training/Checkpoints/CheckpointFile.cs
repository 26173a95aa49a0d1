using System.Buffers.Binary;
using System.IO.Hashing;
using System.Runtime.InteropServices;
using System.Text.Json;

namespace Millrace.Training.Checkpoints;

/// <summary>One checkpoint on disk; its bytes are described at <see cref="CheckpointImage"/>.</summary>
internal static class CheckpointFile
{
    private const int TailBytes = CheckpointImage.TailBytes;
    private const int MaxManifestBytes = 1 << 20;
    private const int MaxHeaderBytes = 1 << 28;

    /// <summary>Writes to a temporary name, flushes to the disk, and renames.</summary>
    public static void Write(string path, CheckpointHeader header, IReadOnlyList<(string Name, float[] Values)> sections) =>
        TemporaryFile.Write(path, stream => new CheckpointImage(CheckpointImage.HeaderBytes(header), sections).WriteTo(stream));

    /// <summary>Reads and checks a whole checkpoint.</summary>
    /// <exception cref="CheckpointException">It is torn or damaged.</exception>
    public static (CheckpointHeader Header, Dictionary<string, float[]> Sections) Read(string path)
    {
        try
        {
            using var stream = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read, 1 << 16);
            var manifest = ReadManifest(stream, path);
            CheckpointHeader? header = null;
            var sections = new Dictionary<string, float[]>();
            foreach (var part in manifest.Parts)
            {
                if (part.Offset < 8 || part.Bytes < 0 || part.Offset + part.Bytes > stream.Length || (part.Name == "header" && part.Bytes > MaxHeaderBytes))
                {
                    throw new CheckpointException(path, $"part {part.Name} lies outside the file");
                }

                stream.Position = part.Offset;
                if (part.Name == "header")
                {
                    header = JsonSerializer.Deserialize(ReadPart(stream, part, path), CheckpointJson.Default.CheckpointHeader);
                }
                else
                {
                    sections[part.Name] = ReadFloats(stream, part, path);
                }
            }

            return (header ?? throw new CheckpointException(path, "it has no header"), sections);
        }
        catch (Exception e) when (e is IOException or JsonException or OverflowException or UnauthorizedAccessException)
        {
            throw new CheckpointException(path, "it cannot be read", e);
        }
    }

    private static CheckpointManifest ReadManifest(FileStream stream, string path)
    {
        Span<byte> magic = stackalloc byte[8];
        Span<byte> tail = stackalloc byte[TailBytes];
        if (stream.Length < 8 + TailBytes)
        {
            throw new CheckpointException(path, "it is torn");
        }

        stream.ReadExactly(magic);
        stream.Position = stream.Length - TailBytes;
        stream.ReadExactly(tail);
        var length = BinaryPrimitives.ReadInt32LittleEndian(tail);
        if (!magic.SequenceEqual(CheckpointImage.Magic) || !tail[12..].SequenceEqual(CheckpointImage.End) || length < 2 || length > MaxManifestBytes || length > stream.Length - 8 - TailBytes)
        {
            throw new CheckpointException(path, "it is torn, or no checkpoint");
        }

        var bytes = new byte[length];
        stream.Position = stream.Length - TailBytes - length;
        stream.ReadExactly(bytes);
        return XxHash3.HashToUInt64(bytes) == BinaryPrimitives.ReadUInt64LittleEndian(tail[4..])
            ? JsonSerializer.Deserialize(bytes, CheckpointJson.Default.CheckpointManifest)!
            : throw new CheckpointException(path, "its manifest fails its checksum");
    }

    private static byte[] ReadPart(FileStream stream, CheckpointManifest.Part part, string path)
    {
        var bytes = new byte[part.Bytes];
        stream.ReadExactly(bytes);
        Check(bytes, part, path);
        return bytes;
    }

    private static float[] ReadFloats(FileStream stream, CheckpointManifest.Part part, string path)
    {
        var values = new float[part.Bytes / sizeof(float)];
        var bytes = MemoryMarshal.AsBytes(values.AsSpan());
        stream.ReadExactly(bytes);
        Check(bytes, part, path);
        return values;
    }

    private static void Check(ReadOnlySpan<byte> bytes, CheckpointManifest.Part part, string path)
    {
        if (Convert.ToHexStringLower(XxHash128.Hash(bytes)) != part.XxHash128)
        {
            throw new CheckpointException(path, $"part {part.Name} fails its checksum");
        }
    }
}
