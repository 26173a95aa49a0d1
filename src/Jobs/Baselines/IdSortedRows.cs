using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace Millrace.Jobs.Baselines;

/// <summary>
/// Rows of W numbers, given in any order and read in the order of their identities. Memory is bounded: full blocks are sorted and written to a file, and merged when they are read.
/// Rows of one identity are equal and need no order. Not thread-safe; dispose to remove the file.
/// </summary>
/// <param name="folder">Where the file is made, if one is needed.</param>
/// <param name="width">W.</param>
/// <param name="blockBytes">Bytes of rows that are held before they are written.</param>
internal sealed class IdSortedRows(string folder, int width, int blockBytes = 64 << 20) : IDisposable
{
    private const int IdBytes = 2 * sizeof(long);
    private const int ReadBytes = 256 << 10;
    private readonly List<(long Hi, long Lo)> _ids = [];
    private readonly List<float> _values = [];
    private readonly List<(long Start, long End)> _blocks = [];
    private FileStream? _file;

    /// <summary>Rows so far.</summary>
    public long Rows { get; private set; }

    private int RecordBytes => IdBytes + (sizeof(float) * width);

    /// <summary>Takes a row.</summary>
    /// <exception cref="IOException">A block could not be written.</exception>
    public void Add(long hi, long lo, ReadOnlySpan<float> values)
    {
        _ids.Add((hi, lo));
        _values.AddRange(values);
        Rows++;
        if ((long)_ids.Count * RecordBytes >= blockBytes)
        {
            WriteBlock();
        }
    }

    /// <summary>The numbers of each row in order. The array is the same for all rows.</summary>
    /// <exception cref="IOException">The blocks could not be read.</exception>
    public IEnumerable<float[]> ReadInOrder()
    {
        if (_blocks.Count == 0)
        {
            return ReadHeld();
        }

        if (_ids.Count > 0)
        {
            WriteBlock();
        }

        return Merge();
    }

    /// <inheritdoc/>
    public void Dispose() => _file?.Dispose();

    private IEnumerable<float[]> ReadHeld()
    {
        var row = new float[width];
        foreach (var at in IdOrder.Of(_ids))
        {
            _values.CopyTo(at * width, row, 0, width);
            yield return row;
        }
    }

    private void WriteBlock()
    {
        _file ??= new FileStream(
            Path.Combine(folder, $"{Guid.NewGuid():N}.rows"), FileMode.CreateNew, FileAccess.ReadWrite, FileShare.None, 1 << 20, FileOptions.DeleteOnClose);
        _file.Seek(0, SeekOrigin.End);
        var start = _file.Position;
        var values = CollectionsMarshal.AsSpan(_values);
        var ids = CollectionsMarshal.AsSpan(_ids);
        foreach (var at in IdOrder.Of(_ids))
        {
            _file.Write(MemoryMarshal.AsBytes<long>([ids[at].Hi, ids[at].Lo]));
            _file.Write(MemoryMarshal.AsBytes(values.Slice(at * width, width)));
        }

        _blocks.Add((start, _file.Position));
        _ids.Clear();
        _values.Clear();
    }

    private IEnumerable<float[]> Merge()
    {
        _file!.Flush();
        var handle = _file.SafeFileHandle;
        var next = new PriorityQueue<BlockReader, (long Hi, long Lo)>();
        foreach (var (start, end) in _blocks)
        {
            var reader = new BlockReader(handle, start, end, RecordBytes);
            reader.MoveNext();
            next.Enqueue(reader, reader.Id);
        }

        var row = new float[width];
        while (next.TryDequeue(out var reader, out _))
        {
            MemoryMarshal.Cast<byte, float>(reader.Record[IdBytes..]).CopyTo(row);
            yield return row;
            if (reader.MoveNext())
            {
                next.Enqueue(reader, reader.Id);
            }
        }
    }

    /// <summary>Reads one sorted block record by record.</summary>
    private sealed class BlockReader(SafeFileHandle file, long start, long end, int recordBytes)
    {
        private readonly byte[] _buffer = new byte[Math.Min(end - start, Math.Max(1, ReadBytes / recordBytes) * recordBytes)];
        private long _position = start;
        private int _filled;
        private int _at = -recordBytes;

        public ReadOnlySpan<byte> Record => _buffer.AsSpan(_at, recordBytes);

        public (long Hi, long Lo) Id
        {
            get
            {
                var id = MemoryMarshal.Cast<byte, long>(Record[..IdBytes]);
                return (id[0], id[1]);
            }
        }

        public bool MoveNext()
        {
            _at += recordBytes;
            if (_at < _filled)
            {
                return true;
            }

            _at = 0;
            _filled = (int)Math.Min(_buffer.Length, end - _position);
            for (var read = 0; read < _filled;)
            {
                var got = RandomAccess.Read(file, _buffer.AsSpan(read, _filled - read), _position + read);
                read += got > 0 ? got : throw new EndOfStreamException("a file of sorted rows is shorter than what was written to it");
            }

            _position += _filled;
            return _filled > 0;
        }
    }
}
