namespace Millrace.Spark.Worker.Wire;

/// <summary>A buffered read-only stream that lets its reader look ahead: the older layouts of the task header can only be told apart by bytes further on. Borrows the source. Not thread-safe.</summary>
/// <param name="source">The connection.</param>
/// <param name="bufferBytes">The buffer, and the most that can be looked at ahead.</param>
internal sealed class PeekStream(Stream source, int bufferBytes) : Stream
{
    private readonly byte[] _buffer = new byte[bufferBytes];
    private int _start;
    private int _end;
    private MemoryStream? _copy;

    public override bool CanRead => true;

    public override bool CanSeek => false;

    public override bool CanWrite => false;

    public override long Length => throw new NotSupportedException();

    public override long Position
    {
        get => throw new NotSupportedException();
        set => throw new NotSupportedException();
    }

    /// <summary>The next <paramref name="count"/> bytes without taking them; fewer where the stream ends.</summary>
    public ReadOnlySpan<byte> Peek(int count)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThan(count, _buffer.Length);
        if (_end - _start < count)
        {
            _buffer.AsSpan(_start.._end).CopyTo(_buffer);
            (_start, _end) = (0, _end - _start);
            while (_end < count && source.Read(_buffer.AsSpan(_end)) is > 0 and var read)
            {
                _end += read;
            }
        }

        return _buffer.AsSpan(_start, Math.Min(count, _end - _start));
    }

    /// <summary>Keeps a copy of what is read from now on.</summary>
    public void BeginCopy() => _copy = new MemoryStream();

    /// <summary>Ends the copy and gives it.</summary>
    public byte[] EndCopy()
    {
        var copied = _copy?.ToArray() ?? [];
        _copy = null;
        return copied;
    }

    public override int Read(Span<byte> buffer)
    {
        var read = ReadBuffered(buffer);
        _copy?.Write(buffer[..read]);
        return read;
    }

    public override int Read(byte[] buffer, int offset, int count) => Read(buffer.AsSpan(offset, count));

    public override void Flush()
    {
    }

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    private int ReadBuffered(Span<byte> buffer)
    {
        if (_start == _end)
        {
            if (buffer.Length >= _buffer.Length)
            {
                return source.Read(buffer);
            }

            (_start, _end) = (0, source.Read(_buffer));
        }

        var count = Math.Min(buffer.Length, _end - _start);
        _buffer.AsSpan(_start, count).CopyTo(buffer);
        _start += count;
        return count;
    }
}
