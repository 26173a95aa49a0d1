using System.Buffers.Binary;

namespace Millrace.Training.Lanes;

/// <summary>
/// Sorts a file of entries by row id within a memory limit: a file above it is split by the next four bits of the id, and its
/// parts, in order, are sorted the same way. The id is itself a hash, so parts are even; rows of one id are equal and need no order.
/// </summary>
internal sealed class BucketSort
{
    private const int BucketBits = 4;
    private const int Buckets = 1 << BucketBits;
    private const int IdBits = 128;
    private const int ReadBytes = 1 << 20;
    private readonly long _limitBytes;
    private readonly Action<ReadOnlySpan<byte>> _emit;

    public BucketSort(long limitBytes, Action<ReadOnlySpan<byte>> emit)
    {
        _limitBytes = limitBytes;
        _emit = emit;
    }

    /// <summary>Files that were above the limit and were split.</summary>
    public int Splits { get; private set; }

    /// <summary>Emits the payloads of <paramref name="path"/> in order, and deletes the file.</summary>
    public async Task SortAsync(string path, int usedBits, CancellationToken cancellationToken)
    {
        var bytes = new FileInfo(path).Length;
        if (usedBits >= IdBits)
        {
            await ForEachEntryAsync(path, (entry, _) => _emit(entry.Span[4..]), cancellationToken);
        }
        else if (bytes <= _limitBytes)
        {
            await SortInMemoryAsync(path, cancellationToken);
        }
        else
        {
            Splits++;
            var parts = await SplitAsync(path, usedBits, cancellationToken);
            foreach (var part in parts.Where(File.Exists))
            {
                await SortAsync(part, usedBits + BucketBits, cancellationToken);
            }
        }

        File.Delete(path);
    }

    private async Task SortInMemoryAsync(string path, CancellationToken cancellationToken)
    {
        var chunks = new List<ReadOnlyMemory<byte>>();
        long rows = 0;
        await ForEachChunkAsync(
            path,
            (chunk, entries) =>
            {
                chunks.Add(chunk.ToArray());
                rows += entries;
            },
            cancellationToken);
        SortedRows.Emit(chunks, rows, _emit);
    }

    private static async Task<string[]> SplitAsync(string path, int usedBits, CancellationToken cancellationToken)
    {
        var paths = Enumerable.Range(0, Buckets).Select(b => $"{path}.{b:x}").ToArray();
        var buffers = paths.Select(_ => new LaneBuffer()).ToArray();
        await ForEachChunkAsync(
            path,
            (chunk, _) =>
            {
                for (var at = 0; at < chunk.Length;)
                {
                    var payload = chunk.Span.Slice(at + 4, SortedRows.EntrySize(chunk.Span, at));
                    payload.CopyTo(buffers[Bucket(payload, usedBits)].Append(payload.Length));
                    at += 4 + payload.Length;
                }
            },
            cancellationToken,
            async () =>
            {
                for (var b = 0; b < Buckets; b++)
                {
                    await buffers[b].SpillAsync(paths[b], cancellationToken);
                }
            });
        return paths;
    }

    private static int Bucket(ReadOnlySpan<byte> payload, int usedBits)
    {
        // Flipping the sign bit makes the unsigned order of the bits the signed order of the pair's first half; the second
        // half is signed on its own.
        var half = BinaryPrimitives.ReadInt64LittleEndian(usedBits < 64 ? payload : payload[8..]);
        var ordered = unchecked((ulong)half) ^ (1UL << 63);
        return (int)((ordered >> (64 - BucketBits - (usedBits % 64))) & (Buckets - 1));
    }

    private static Task ForEachEntryAsync(string path, Action<ReadOnlyMemory<byte>, int> entry, CancellationToken cancellationToken) =>
        ForEachChunkAsync(
            path,
            (chunk, _) =>
            {
                for (var at = 0; at < chunk.Length;)
                {
                    var bytes = 4 + SortedRows.EntrySize(chunk.Span, at);
                    entry(chunk.Slice(at, bytes), at);
                    at += bytes;
                }
            },
            cancellationToken);

    /// <summary>Gives pieces of the file that end with a whole entry, and how many entries each has.</summary>
    private static async Task ForEachChunkAsync(
        string path, Action<ReadOnlyMemory<byte>, int> chunk, CancellationToken cancellationToken, Func<Task>? afterEach = null)
    {
        await using var stream = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read, 1, useAsync: true);
        var buffer = new byte[ReadBytes];
        var held = 0;
        while (true)
        {
            var read = await stream.ReadAsync(buffer.AsMemory(held), cancellationToken);
            held += read;
            var (whole, entries) = WholeEntries(buffer.AsSpan(0, held));
            if (entries > 0)
            {
                chunk(buffer.AsMemory(0, whole), entries);
                if (afterEach is not null)
                {
                    await afterEach();
                }
            }
            else if (held == buffer.Length)
            {
                Array.Resize(ref buffer, checked(buffer.Length * 2));
            }

            buffer.AsSpan(whole, held - whole).CopyTo(buffer);
            held -= whole;
            if (read == 0)
            {
                if (held > 0)
                {
                    throw new LaneException($"the spool part {Path.GetFileName(path)} is torn");
                }

                return;
            }
        }
    }

    private static (int Bytes, int Entries) WholeEntries(ReadOnlySpan<byte> span)
    {
        var (at, entries) = (0, 0);
        while (span.Length - at >= 4)
        {
            var size = BinaryPrimitives.ReadInt32LittleEndian(span[at..]);
            if (size < 20)
            {
                throw new LaneException("a spool part is torn");
            }

            if (span.Length - at - 4 < size)
            {
                break;
            }

            at += 4 + size;
            entries++;
        }

        return (at, entries);
    }
}
