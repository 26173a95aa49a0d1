using System.Buffers.Binary;

namespace Millrace.Spark.Worker.Isolation;

/// <summary>
/// Collects what is written until it is flushed, and sends it as one frame with its length in front: whoever passes frames on never stops in the middle
/// of an Arrow message when the writer dies. Borrows the target. Not thread-safe.
/// </summary>
internal sealed class FrameStream(Stream target) : Stream
{
    private readonly MemoryStream _frame = new();

    public override bool CanRead => false;

    public override bool CanSeek => false;

    public override bool CanWrite => true;

    public override long Length => throw new NotSupportedException();

    public override long Position
    {
        get => throw new NotSupportedException();
        set => throw new NotSupportedException();
    }

    public override void Write(ReadOnlySpan<byte> buffer) => _frame.Write(buffer);

    public override void Write(byte[] buffer, int offset, int count) => _frame.Write(buffer, offset, count);

    public override void Flush()
    {
        if (_frame.Length == 0)
        {
            return;
        }

        Span<byte> length = stackalloc byte[4];
        BinaryPrimitives.WriteInt32BigEndian(length, (int)_frame.Length);
        target.Write(length);
        target.Write(_frame.GetBuffer(), 0, (int)_frame.Length);
        target.Flush();
        _frame.SetLength(0);
    }

    public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();
}
