using System.Buffers.Binary;

namespace Millrace.Training.Lanes;

/// <summary>
/// Rows on their way to a lane, as entries <c>size:int32 | hi | lo | …</c> in chunks; no entry straddles two chunks.
/// Sequences keep their true length here; only the finished record is padded.
/// </summary>
internal sealed class LaneBuffer
{
    private const int ChunkBytes = 1 << 16;
    private readonly List<(byte[] Bytes, int Used)> _chunks = [];

    /// <summary>Bytes held.</summary>
    public long HeldBytes { get; private set; }

    /// <summary>Rows held.</summary>
    public long Rows { get; private set; }

    /// <summary>Room for an entry of <paramref name="payloadBytes"/>; its size is already written.</summary>
    public Span<byte> Append(int payloadBytes)
    {
        var need = payloadBytes + 4;
        if (_chunks.Count == 0 || _chunks[^1].Bytes.Length - _chunks[^1].Used < need)
        {
            var fresh = new byte[Math.Max(_chunks.Count == 0 ? Math.Min(ChunkBytes, need * 16) : ChunkBytes, need)];
            _chunks.Add((fresh, 0));
            HeldBytes += fresh.Length;
        }

        var (bytes, used) = _chunks[^1];
        _chunks[^1] = (bytes, used + need);
        Rows++;
        BinaryPrimitives.WriteInt32LittleEndian(bytes.AsSpan(used), payloadBytes);
        return bytes.AsSpan(used + 4, payloadBytes);
    }

    /// <summary>Appends all entries to <paramref name="path"/> and lets go of them.</summary>
    public async Task SpillAsync(string path, CancellationToken cancellationToken)
    {
        if (Rows > 0)
        {
            await using var stream = new FileStream(path, FileMode.Append, FileAccess.Write, FileShare.None, 1, useAsync: true);
            foreach (var (bytes, used) in _chunks)
            {
                await stream.WriteAsync(bytes.AsMemory(0, used), cancellationToken);
            }
        }

        Clear();
    }

    /// <summary>The filled part of every chunk.</summary>
    public IEnumerable<ReadOnlyMemory<byte>> Filled() => _chunks.Select(c => (ReadOnlyMemory<byte>)c.Bytes.AsMemory(0, c.Used));

    /// <summary>Lets go of all entries.</summary>
    public void Clear()
    {
        _chunks.Clear();
        HeldBytes = 0;
        Rows = 0;
    }
}
