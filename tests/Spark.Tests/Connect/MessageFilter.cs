using System.Buffers.Binary;

namespace Millrace.Spark.Tests.Connect;

/// <summary>Stands around the client's connection and leaves out messages of ExecutePlan's answer.</summary>
internal sealed class MessageFilter(HttpMessageHandler inner, Func<Protos.ExecutePlanResponse, bool> keep) : DelegatingHandler(inner)
{
    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        HttpResponseMessage response = await base.SendAsync(request, cancellationToken);
        if (request.RequestUri!.AbsolutePath.EndsWith("/ExecutePlan", StringComparison.Ordinal))
        {
            HttpContent original = response.Content;
            response.Content = new StreamContent(new Filtered(await original.ReadAsStreamAsync(cancellationToken), keep));
            response.Content.Headers.ContentType = original.Headers.ContentType;
        }

        return response;
    }

    /// <summary>gRPC's frames: a flag, the length (big-endian), the message.</summary>
    private sealed class Filtered(Stream inner, Func<Protos.ExecutePlanResponse, bool> keep) : Stream
    {
        private const int HeaderBytes = 5;
        private byte[] _frame = [];
        private int _at;

        public override bool CanRead => true;

        public override bool CanSeek => false;

        public override bool CanWrite => false;

        public override long Length => throw new NotSupportedException();

        public override long Position { get => throw new NotSupportedException(); set => throw new NotSupportedException(); }

        public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
        {
            while (buffer.Length > 0 && _at == _frame.Length && await NextAsync(cancellationToken))
            {
                if (!keep(Protos.ExecutePlanResponse.Parser.ParseFrom(_frame, HeaderBytes, _frame.Length - HeaderBytes)))
                {
                    _at = _frame.Length;
                }
            }

            int count = Math.Min(buffer.Length, _frame.Length - _at);
            _frame.AsMemory(_at, count).CopyTo(buffer);
            _at += count;
            return count;
        }

        public override void Flush() => throw new NotSupportedException();

        public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

        public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

        public override void SetLength(long value) => throw new NotSupportedException();

        public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

        protected override void Dispose(bool disposing)
        {
            inner.Dispose();
            base.Dispose(disposing);
        }

        private async Task<bool> NextAsync(CancellationToken cancellationToken)
        {
            var header = new byte[HeaderBytes];
            int read = await inner.ReadAtLeastAsync(header, HeaderBytes, throwOnEndOfStream: false, cancellationToken);
            if (read == 0)
            {
                return false;
            }

            Assert.Equal((HeaderBytes, (byte)0), (read, header[0]));
            _frame = new byte[HeaderBytes + BinaryPrimitives.ReadInt32BigEndian(header.AsSpan(1))];
            header.CopyTo(_frame, 0);
            await inner.ReadExactlyAsync(_frame.AsMemory(HeaderBytes), cancellationToken);
            _at = 0;
            return true;
        }
    }
}
