using System.Net.Sockets;

namespace Millrace.Spark.Worker.Wire;

/// <summary>
/// What comes over a connection. While its reader waits for the operator, what lies in the socket can be set aside: the end of a connection stands behind
/// all bytes sent before it, and does not arrive as long as the socket is full. One reader; <see cref="SetAside"/> may be called beside it. Borrows the socket.
/// </summary>
/// <param name="socket">The connection.</param>
/// <param name="maxAsideBytes">The most that is set aside.</param>
internal sealed class SocketSource(Socket socket, int maxAsideBytes) : Stream
{
    private const int PieceBytes = 256 << 10;
    private readonly Lock _reading = new();
    private readonly Queue<byte[]> _aside = new();
    private int _firstStart;
    private long _asideBytes;

    /// <summary>The connection.</summary>
    public Socket Socket => socket;

    public override bool CanRead => true;

    public override bool CanSeek => false;

    public override bool CanWrite => false;

    public override long Length => throw new NotSupportedException();

    public override long Position
    {
        get => throw new NotSupportedException();
        set => throw new NotSupportedException();
    }

    /// <summary>Takes what lies in the socket out of it, without waiting; nothing where the reader is at it.</summary>
    public void SetAside()
    {
        if (!_reading.TryEnter())
        {
            return;
        }

        try
        {
            while (_asideBytes < maxAsideBytes && socket.Available > 0)
            {
                var piece = new byte[Math.Min(socket.Available, PieceBytes)];
                var read = socket.Receive(piece);
                _aside.Enqueue(piece[..read]);
                _asideBytes += read;
            }
        }
        catch (Exception gone) when (gone is SocketException or ObjectDisposedException)
        {
            // The reader meets it too.
        }
        finally
        {
            _reading.Exit();
        }
    }

    public override int Read(Span<byte> buffer)
    {
        lock (_reading)
        {
            return _asideBytes > 0 && buffer.Length > 0 ? ReadAside(buffer) : Receive(buffer);
        }
    }

    public override int Read(byte[] buffer, int offset, int count) => Read(buffer.AsSpan(offset, count));

    public override void Flush()
    {
    }

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    private int ReadAside(Span<byte> buffer)
    {
        var piece = _aside.Peek();
        var count = Math.Min(buffer.Length, piece.Length - _firstStart);
        piece.AsSpan(_firstStart, count).CopyTo(buffer);
        _firstStart += count;
        _asideBytes -= count;
        if (_firstStart == piece.Length)
        {
            _aside.Dequeue();
            _firstStart = 0;
        }

        return count;
    }

    private int Receive(Span<byte> buffer)
    {
        try
        {
            return socket.Receive(buffer);
        }
        catch (SocketException failure)
        {
            throw new IOException(failure.Message, failure);
        }
    }
}
