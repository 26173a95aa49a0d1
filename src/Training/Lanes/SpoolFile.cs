using System.Buffers.Binary;
using System.IO.Hashing;
using System.Text;
using System.Text.Json;
using Microsoft.Win32.SafeHandles;

namespace Millrace.Training.Lanes;

/// <summary>
/// One lane on disk: <c>"MRLANE01" | int32 header length | header JSON | xxHash3 of all before</c>, then the blocks, each
/// followed by its xxHash3. Written to a temporary name, flushed, and renamed; every read of a block checks it.
/// </summary>
internal sealed class SpoolFile : IDisposable
{
    private const int MaxHeaderBytes = 1 << 20;
    private static readonly byte[] Magic = "MRLANE01"u8.ToArray();
    private readonly SafeFileHandle _handle;
    private readonly long _dataStart;
    private readonly int _recordBytes;

    private SpoolFile(string path, SafeFileHandle handle, SpoolHeader header, long dataStart)
    {
        Path = path;
        _handle = handle;
        Header = header;
        _dataStart = dataStart;
        _recordBytes = header.Layout.RecordBytes;
    }

    public string Path { get; }

    public SpoolHeader Header { get; }

    public int Blocks => (int)((Header.Rows + ILaneSource.BlockRows - 1) / ILaneSource.BlockRows);

    private long BlockStride => ((long)ILaneSource.BlockRows * _recordBytes) + 8;

    /// <summary>Opens a finished file and reads its header.</summary>
    /// <exception cref="LaneException">It is no spool file, or it is torn.</exception>
    public static SpoolFile Open(string path)
    {
        // Blocks are read in the order of an epoch: what the system would read beyond one is not what comes next.
        var handle = File.OpenHandle(path, FileMode.Open, FileAccess.Read, FileShare.Read, FileOptions.RandomAccess);
        try
        {
            var prefix = new byte[Magic.Length + 4];
            var read = RandomAccess.Read(handle, prefix, 0);
            var length = BinaryPrimitives.ReadInt32LittleEndian(prefix.AsSpan(Magic.Length));
            if (read != prefix.Length || !prefix.AsSpan(0, Magic.Length).SequenceEqual(Magic) || length is < 2 or > MaxHeaderBytes)
            {
                throw new LaneException($"{path} is not a lane file");
            }

            var head = new byte[prefix.Length + length + 8];
            read = RandomAccess.Read(handle, head, 0);
            var body = head.AsSpan(0, head.Length - 8);
            if (read != head.Length || XxHash3.HashToUInt64(body) != BinaryPrimitives.ReadUInt64LittleEndian(head.AsSpan(body.Length)))
            {
                throw new LaneException($"the header of {path} fails its checksum");
            }

            var header = JsonSerializer.Deserialize(body[prefix.Length..], LaneJson.Default.SpoolHeader)
                ?? throw new LaneException($"{path} has no header");
            var file = new SpoolFile(path, handle, header, head.Length);
            file.CheckLength();
            return file;
        }
        catch
        {
            handle.Dispose();
            throw;
        }
    }

    /// <summary>Writes a whole lane under a temporary name first; <paramref name="fill"/> is given the action that appends a block of rows.</summary>
    public static Task WriteAsync(string path, string temporary, SpoolHeader header, Func<Action<byte[], int>, Task> fill)
    {
        var json = Encoding.UTF8.GetBytes(JsonSerializer.Serialize(header, LaneJson.Default.SpoolHeader));
        var head = new byte[Magic.Length + 4 + json.Length + 8];
        Magic.CopyTo(head, 0);
        BinaryPrimitives.WriteInt32LittleEndian(head.AsSpan(Magic.Length), json.Length);
        json.CopyTo(head, Magic.Length + 4);
        BinaryPrimitives.WriteUInt64LittleEndian(head.AsSpan(head.Length - 8), XxHash3.HashToUInt64(head.AsSpan(0, head.Length - 8)));
        var recordBytes = header.Layout.RecordBytes;
        return TemporaryFile.WriteAsync(path, temporary, async stream =>
        {
            stream.Write(head);
            var sum = new byte[8];
            await fill((block, rows) =>
            {
                var used = block.AsSpan(0, rows * recordBytes);
                stream.Write(used);
                BinaryPrimitives.WriteUInt64LittleEndian(sum, XxHash3.HashToUInt64(used));
                stream.Write(sum);
            });
        });
    }

    /// <summary>Reads block <paramref name="block"/> into <paramref name="destination"/> and checks it.</summary>
    public int ReadBlock(int block, Span<byte> destination)
    {
        var rows = (int)Math.Min(ILaneSource.BlockRows, Header.Rows - ((long)block * ILaneSource.BlockRows));
        var bytes = destination[..(rows * _recordBytes)];
        Span<byte> sum = stackalloc byte[8];
        var at = _dataStart + (block * BlockStride);
        try
        {
            if (!ReadFully(bytes, at) || !ReadFully(sum, at + bytes.Length))
            {
                throw new LaneException(Path, Header.Lane, block, "the file ends inside the block");
            }
        }
        catch (IOException e)
        {
            throw new LaneException(Path, Header.Lane, block, "the block cannot be read", e);
        }

        return XxHash3.HashToUInt64(bytes) == BinaryPrimitives.ReadUInt64LittleEndian(sum)
            ? rows
            : throw new LaneException(Path, Header.Lane, block, "the block fails its checksum");
    }

    /// <summary>Begins to fetch a block that is read soon.</summary>
    public void Announce(int block) => PageAdvice.Fetch(_handle, _dataStart + (block * BlockStride), BlockStride);

    /// <summary>Reads and checks every block.</summary>
    public void Verify(CancellationToken cancellationToken)
    {
        var block = new byte[Math.Min(Header.Rows, ILaneSource.BlockRows) * _recordBytes];
        for (var b = 0; b < Blocks; b++)
        {
            cancellationToken.ThrowIfCancellationRequested();
            ReadBlock(b, block);
        }
    }

    public void Dispose() => _handle.Dispose();

    private void CheckLength()
    {
        var expected = _dataStart + (Header.Rows * _recordBytes) + (Blocks * 8L);
        if (Header.Rows < 0 || RandomAccess.GetLength(_handle) != expected)
        {
            throw new LaneException($"{Path} has {RandomAccess.GetLength(_handle)} bytes where its header promises {expected}");
        }
    }

    private bool ReadFully(Span<byte> destination, long offset)
    {
        while (!destination.IsEmpty)
        {
            var read = RandomAccess.Read(_handle, destination, offset);
            if (read == 0)
            {
                return false;
            }

            destination = destination[read..];
            offset += read;
        }

        return true;
    }
}
