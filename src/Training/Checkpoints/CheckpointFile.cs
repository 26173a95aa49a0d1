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
    private const string HeaderPart = "header";

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
            Check(manifest, stream.Length, path);
            CheckpointHeader? header = null;
            var sections = new Dictionary<string, float[]>();
            foreach (var part in manifest.Parts)
            {
                stream.Position = part.Offset;
                if (part.Name == HeaderPart)
                {
                    header = JsonSerializer.Deserialize(ReadPart(stream, part, path), CheckpointJson.Default.CheckpointHeader);
                }
                else
                {
                    sections[part.Name] = ReadFloats(stream, part, path);
                }
            }

            return (Whole(header, path), sections);
        }
        catch (Exception e) when (e is IOException or JsonException or OverflowException or UnauthorizedAccessException)
        {
            throw new CheckpointException(path, "it cannot be read", e);
        }
    }

    /// <summary>Every part once, inside the file, of a length that an array can have: whatever the manifest says, no more is allocated than there are bytes.</summary>
    private static void Check(CheckpointManifest manifest, long fileBytes, string path)
    {
        var missing = new HashSet<string>(TrainingState.SectionNames, StringComparer.Ordinal) { HeaderPart };
        foreach (var part in manifest.Parts)
        {
            if (part is null || !missing.Remove(part.Name))
            {
                throw new CheckpointException(path, $"its manifest has a part {part?.Name ?? "without a name"} too many");
            }

            if (part.Offset < CheckpointImage.Magic.Length || part.Offset > fileBytes || part.Bytes < 0 || part.Bytes > fileBytes - part.Offset)
            {
                throw new CheckpointException(path, $"part {part.Name} lies outside the file");
            }

            if (part.Name == HeaderPart ? part.Bytes > MaxHeaderBytes : part.Bytes % sizeof(float) != 0 || part.Bytes > int.MaxValue)
            {
                throw new CheckpointException(path, $"part {part.Name} has {part.Bytes} bytes, which it cannot have");
            }
        }

        if (missing.Count > 0)
        {
            throw new CheckpointException(path, $"its part {missing.Order(StringComparer.Ordinal).First()} is missing");
        }
    }

    /// <summary>The header, with nothing null inside lists.</summary>
    private static CheckpointHeader Whole(CheckpointHeader? header, string path) =>
        header is null || header.Parameters.Any(static name => name is null) || header.Progress.Inner.Any(static name => name is null) || header.Progress.History.Any(static epoch => epoch is null)
            ? throw new CheckpointException(path, "its header has nothing where something has to be")
            : header;

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
            ? JsonSerializer.Deserialize(bytes, CheckpointJson.Default.CheckpointManifest) ?? throw new CheckpointException(path, "its manifest is empty")
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
