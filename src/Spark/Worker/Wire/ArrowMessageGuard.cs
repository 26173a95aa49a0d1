using System.Buffers.Binary;

namespace Millrace.Spark.Worker.Wire;

/// <summary>
/// Passes an Arrow IPC stream on and looks at the lengths, counts and positions of every message first, so that a reader behind it never allocates for
/// one that is out of bounds. It never reads beyond the end-of-stream mark. Borrows the source. Not thread-safe.
/// </summary>
/// <param name="source">The connection, at the first byte of an Arrow stream.</param>
/// <param name="maxMessageBytes">The most that a message's metadata and body may have together.</param>
internal sealed class ArrowMessageGuard(Stream source, long maxMessageBytes) : Stream
{
    private const uint Continuation = 0xFFFF_FFFF;
    private const int PrefixBytes = 8;
    private byte[] _head = [];
    private int _headStart;
    private long _bodyLeft;
    private bool _ended;

    /// <summary>True once the end-of-stream mark has passed.</summary>
    public bool Ended => _ended && _headStart == _head.Length;

    public override bool CanRead => true;

    public override bool CanSeek => false;

    public override bool CanWrite => false;

    public override long Length => throw new NotSupportedException();

    public override long Position
    {
        get => throw new NotSupportedException();
        set => throw new NotSupportedException();
    }

    public override int Read(Span<byte> buffer)
    {
        if (buffer.Length == 0)
        {
            return 0;
        }

        if (_headStart == _head.Length && _bodyLeft == 0)
        {
            if (_ended)
            {
                return 0;
            }

            ReadHead();
        }

        if (_headStart < _head.Length)
        {
            var fromHead = Math.Min(buffer.Length, _head.Length - _headStart);
            _head.AsSpan(_headStart, fromHead).CopyTo(buffer);
            _headStart += fromHead;
            return fromHead;
        }

        var read = source.Read(buffer[..(int)Math.Min(buffer.Length, _bodyLeft)]);
        _bodyLeft -= read;
        return read > 0 ? read : throw new WorkerProtocolException("the stream ended inside an Arrow message");
    }

    public override int Read(byte[] buffer, int offset, int count) => Read(buffer.AsSpan(offset, count));

    public override void Flush()
    {
    }

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    private void ReadHead()
    {
        var prefix = new WireReader(source, PrefixBytes).ReadExactly(PrefixBytes);
        if (BinaryPrimitives.ReadUInt32LittleEndian(prefix) != Continuation)
        {
            throw new WorkerProtocolException("an Arrow message does not begin with its continuation mark");
        }

        var metadataBytes = BinaryPrimitives.ReadInt32LittleEndian(prefix.AsSpan(4));
        if (metadataBytes < 0 || metadataBytes > maxMessageBytes)
        {
            throw new WorkerProtocolException($"an Arrow message's metadata of {metadataBytes} bytes is outside 0 to {maxMessageBytes}");
        }

        _ended = metadataBytes == 0;
        var metadata = new WireReader(source, int.MaxValue).ReadExactly(metadataBytes);
        _bodyLeft = _ended ? 0 : ArrowMetadataCheck.RequireBody(metadata, maxMessageBytes - metadataBytes);
        _head = [.. prefix, .. metadata];
        _headStart = 0;
    }
}
