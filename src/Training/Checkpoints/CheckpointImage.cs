using System.Buffers.Binary;
using System.IO.Hashing;
using System.Runtime.InteropServices;
using System.Text.Json;

namespace Millrace.Training.Checkpoints;

/// <summary>
/// The bytes of a checkpoint, without a copy of its arrays: <c>"MRCKPT01"</c>, header JSON, the arrays as raw little-endian float32,
/// then the checksum manifest (JSON), and <c>int32 manifest length | xxHash3 of the manifest | "MRCKEND1"</c>. The manifest comes last,
/// so a torn file has none.
/// </summary>
/// <remarks>The arrays are borrowed: they must not change while the image is read.</remarks>
internal sealed class CheckpointImage
{
    internal const int TailBytes = 4 + 8 + 8;
    private readonly byte[] _head;
    private readonly IReadOnlyList<float[]> _arrays;
    private readonly byte[] _tail;

    /// <summary>The image of a state whose header was already written as JSON: by rank 0, for all ranks.</summary>
    public CheckpointImage(ReadOnlySpan<byte> header, IReadOnlyList<(string Name, float[] Values)> sections)
    {
        _head = [.. Magic, .. header];
        _arrays = [.. sections.Select(s => s.Values)];
        var parts = new List<CheckpointManifest.Part> { new("header", Magic.Length, header.Length, Convert.ToHexStringLower(XxHash128.Hash(header))) };
        var at = (long)_head.Length;
        foreach (var (name, values) in sections)
        {
            var bytes = MemoryMarshal.AsBytes<float>(values);
            parts.Add(new CheckpointManifest.Part(name, at, bytes.Length, Convert.ToHexStringLower(XxHash128.Hash(bytes))));
            at += bytes.Length;
        }

        var manifest = JsonSerializer.SerializeToUtf8Bytes(new CheckpointManifest { Parts = parts }, CheckpointJson.Default.CheckpointManifest);
        _tail = new byte[manifest.Length + TailBytes];
        manifest.CopyTo(_tail, 0);
        BinaryPrimitives.WriteInt32LittleEndian(_tail.AsSpan(manifest.Length), manifest.Length);
        BinaryPrimitives.WriteUInt64LittleEndian(_tail.AsSpan(manifest.Length + 4), XxHash3.HashToUInt64(manifest));
        End.CopyTo(_tail.AsSpan(manifest.Length + 12));
        Length = at + _tail.Length;
    }

    /// <summary>Bytes of the whole checkpoint.</summary>
    public long Length { get; }

    internal static ReadOnlySpan<byte> Magic => "MRCKPT01"u8;

    internal static ReadOnlySpan<byte> End => "MRCKEND1"u8;

    /// <summary>The header as it stands in the file.</summary>
    public static byte[] HeaderBytes(CheckpointHeader header) => JsonSerializer.SerializeToUtf8Bytes(header, CheckpointJson.Default.CheckpointHeader);

    /// <summary>Writes everything.</summary>
    public void WriteTo(Stream stream)
    {
        stream.Write(_head);
        foreach (var values in _arrays)
        {
            stream.Write(MemoryMarshal.AsBytes<float>(values));
        }

        stream.Write(_tail);
    }

    /// <summary>Copies the bytes from <paramref name="offset"/> on; there must be as many as <paramref name="to"/> is long.</summary>
    public void Copy(long offset, Span<byte> to)
    {
        var start = 0L;
        for (var part = 0; part < _arrays.Count + 2 && !to.IsEmpty; part++)
        {
            var bytes = part == 0 ? _head : part <= _arrays.Count ? MemoryMarshal.AsBytes<float>(_arrays[part - 1]) : _tail;
            if (offset < start + bytes.Length)
            {
                var from = bytes[(int)(offset - start)..];
                var count = Math.Min(from.Length, to.Length);
                from[..count].CopyTo(to);
                to = to[count..];
                offset += count;
            }

            start += bytes.Length;
        }
    }
}
