using System.Diagnostics;
using System.IO.Hashing;
using System.Net.Sockets;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Security.Authentication;

namespace Millrace.Training.Collectives;

/// <summary>
/// A link over an encrypted stream, whose reads and writes block. A sender thread writes chunks of the running exchange and, when idle,
/// heartbeats; the rank's own thread reads.
/// </summary>
internal sealed unsafe class StreamLink : PeerLink
{
    private readonly Socket _socket;
    private readonly Stream _stream;
    private readonly Thread _sender;
    private readonly object _gate = new();
    private readonly byte[] _headerIn = new byte[FrameHeader.Bytes];
    private readonly byte[] _chunkOut;
    private readonly byte[] _chunkIn;
    private byte* _send;
    private long _sendBytes;
    private long _sendStep;
    private long _sendSequence;
    private bool _sending;
    private bool _stop;
    private AbortNotice? _notice;
    private Exception? _sendFailure;
    private FrameHeader? _pending;
    private long _lastHeard;

    public StreamLink(LinkOptions options, int peer, Socket socket, Stream stream)
        : base(options, peer)
    {
        _socket = socket;
        _stream = stream;
        _stream.ReadTimeout = (int)options.PeerTimeout.TotalMilliseconds;
        _chunkOut = new byte[FrameHeader.Bytes + options.ChunkBytes];
        _chunkIn = GC.AllocateUninitializedArray<byte>(options.ChunkBytes, pinned: true);
        _sender = new Thread(SendLoop) { IsBackground = true, Name = $"link {options.Rank}-{peer}" };
        _sender.Start();
    }

    /// <inheritdoc/>
    public override void Exchange<TSink>(in ExchangePart part, ref TSink sink, Action idle)
    {
        Begin(part);
        lock (_gate)
        {
            _send = part.Send;
            (_sendBytes, _sendStep, _sendSequence, _sending) = (part.SendBytes, part.Step, Sequence, true);
            Monitor.PulseAll(_gate);
        }

        Receive(part, ref sink, idle);
        FinishSend(part.Step);
    }

    /// <inheritdoc/>
    public override void Abort(AbortNotice notice)
    {
        lock (_gate)
        {
            _notice ??= notice;
            Monitor.PulseAll(_gate);
        }
    }

    /// <inheritdoc/>
    public override void Quiet()
    {
        lock (_gate)
        {
            var patience = Stopwatch.GetTimestamp();
            while (_sending && _sendFailure is null && Stopwatch.GetElapsedTime(patience) < StuckAfter)
            {
                Monitor.Wait(_gate, StuckAfter);
            }

            if (!_sending || _sendFailure is not null)
            {
                return;
            }
        }

        _socket.Dispose();
        _sender.Join();
    }

    public override void Dispose()
    {
        lock (_gate)
        {
            _stop = true;
            Monitor.PulseAll(_gate);
        }

        // A sender that is stuck in a write is freed by closing the socket under it.
        if (!_sender.Join(StuckAfter))
        {
            _socket.Dispose();
            _sender.Join();
        }

        _stream.Dispose();
        _socket.Dispose();
    }

    private void Receive<TSink>(in ExchangePart part, ref TSink sink, Action idle)
        where TSink : struct, IChunkSink
    {
        var start = Stopwatch.GetTimestamp();
        for (long at = 0; at < part.ReceiveBytes;)
        {
            var header = NextHeader(part.Step, start);
            if (header.Kind != FrameKind.Data)
            {
                idle();
                if (Stopwatch.GetElapsedTime(start) > Deadline)
                {
                    throw Fault(part.Step, start, PeerFault.Late, "it lives but does not deliver its part");
                }

                continue;
            }

            CheckData(header, at, part, start);
            var length = (int)header.Length;
            var place = sink.Place(at);
            var chunk = place == null ? (byte*)Unsafe.AsPointer(ref _chunkIn[0]) : place;
            ReadFully(new Span<byte>(chunk, length), part.Step, start);
            TakeChunk(header, chunk, start, ref sink);
            at += length;
        }
    }

    /// <summary>Waits until everything handed over has been written.</summary>
    private void FinishSend(long step)
    {
        var start = Stopwatch.GetTimestamp();
        _lastHeard = start;
        while (!SendFinished(step, start))
        {
            Look(step);
            if (Stopwatch.GetElapsedTime(_lastHeard) > Options.PeerTimeout)
            {
                throw Silent(step, start);
            }

            if (Stopwatch.GetElapsedTime(start) > Deadline)
            {
                throw Fault(step, start, PeerFault.Late, "it lives but does not take what is sent");
            }
        }
    }

    /// <inheritdoc/>
    protected override void ReadWhatCame(long step, long start)
    {
        while (_pending is null && Readable(step, start))
        {
            var header = ReadHeader(step, start);
            if (header.Kind == FrameKind.Data)
            {
                _pending = header;
            }
        }
    }

    private bool SendFinished(long step, long start)
    {
        lock (_gate)
        {
            if (_sending && _sendFailure is null)
            {
                Monitor.Wait(_gate, Options.HeartbeatInterval);
            }

            return _sendFailure is null ? !_sending : throw Fault(step, start, PeerFault.Lost, _sendFailure.GetType().Name, _sendFailure);
        }
    }

    private FrameHeader NextHeader(long step, long start)
    {
        if (_pending is { } pending)
        {
            _pending = null;
            return pending;
        }

        return ReadHeader(step, start);
    }

    private FrameHeader ReadHeader(long step, long start)
    {
        ReadFully(_headerIn, step, start);
        var header = CheckHeader(_headerIn, step, start);
        return header.Kind == FrameKind.Abort ? throw ReadNotice(header, step, start) : header;
    }

    private PeerException ReadNotice(FrameHeader header, long step, long start)
    {
        var payload = new byte[header.Length];
        ReadFully(payload, step, start);
        return Told(header, payload, step, start);
    }

    private bool Readable(long step, long start)
    {
        try
        {
            if (!_socket.Poll(0, SelectMode.SelectRead))
            {
                return false;
            }

            return _socket.Available > 0 ? true : throw Fault(step, start, PeerFault.Lost, "it closed the connection");
        }
        catch (Exception e) when (e is SocketException or ObjectDisposedException)
        {
            throw Fault(step, start, PeerFault.Lost, e.GetType().Name, e);
        }
    }

    private void ReadFully(Span<byte> to, long step, long start)
    {
        while (!to.IsEmpty)
        {
            int read;
            try
            {
                read = _stream.Read(to);
            }
            catch (IOException e) when (e.GetBaseException() is SocketException { SocketErrorCode: SocketError.TimedOut or SocketError.WouldBlock })
            {
                throw Silent(step, start, e);
            }
            catch (Exception e) when (e is AuthenticationException or IOException && e.GetBaseException() is not (SocketException or IOException or ObjectDisposedException))
            {
                throw Fault(step, start, PeerFault.Corrupt, "what came does not decrypt", e);
            }
            catch (Exception e) when (e is IOException or ObjectDisposedException or InvalidOperationException)
            {
                throw Fault(step, start, PeerFault.Lost, e.GetBaseException().GetType().Name, e);
            }

            _lastHeard = Stopwatch.GetTimestamp();
            to = read > 0 ? to[read..] : throw Fault(step, start, PeerFault.Lost, "it closed the connection");
        }
    }

    private void SendLoop()
    {
        try
        {
            while (true)
            {
                AbortNotice? notice;
                lock (_gate)
                {
                    if (!_stop && _notice is null && !_sending)
                    {
                        Monitor.Wait(_gate, Options.HeartbeatInterval);
                    }

                    notice = _notice;
                    if (notice is null && _stop)
                    {
                        return;
                    }
                }

                if (notice is not null)
                {
                    var payload = notice.ToBytes();
                    SendFrame(FrameKind.Abort, notice.Step, 0, payload);
                    _socket.Shutdown(SocketShutdown.Send);
                    return;
                }

                SendExchangeOrHeartbeat();
            }
        }
#pragma warning disable CA1031 // A failed write is handed to the rank's thread, which names the peer.
        catch (Exception e)
#pragma warning restore CA1031
        {
            lock (_gate)
            {
                _sendFailure = e;
                Monitor.PulseAll(_gate);
            }
        }
    }

    private void SendExchangeOrHeartbeat()
    {
        if (!Volatile.Read(ref _sending))
        {
            SendFrame(FrameKind.Heartbeat, 0, 0, []);
            return;
        }

        for (long at = 0; at < _sendBytes && Volatile.Read(ref _notice) is null;)
        {
            var length = (int)Math.Min(Options.ChunkBytes, _sendBytes - at);
            SendFrame(FrameKind.Data, _sendStep, at, new ReadOnlySpan<byte>(_send + at, length));
            at += length;
        }

        lock (_gate)
        {
            _sending = false;
            Monitor.PulseAll(_gate);
        }
    }

    private void SendFrame(FrameKind kind, long step, long offset, ReadOnlySpan<byte> payload)
    {
        var checksum = kind == FrameKind.Data ? ChunkChecksum.Of((byte*)Unsafe.AsPointer(ref MemoryMarshal.GetReference(payload)), payload.Length) : XxHash3.HashToUInt64(payload);
        (FrameHeader.Of(Options, kind, payload.Length, checksum) with { Step = step, Sequence = kind == FrameKind.Data ? _sendSequence : 0, Offset = offset }).Write(_chunkOut);
        if (payload.Length <= 1 << 14)
        {
            payload.CopyTo(_chunkOut.AsSpan(FrameHeader.Bytes));
            _stream.Write(_chunkOut.AsSpan(0, FrameHeader.Bytes + payload.Length));
        }
        else
        {
            _stream.Write(_chunkOut.AsSpan(0, FrameHeader.Bytes));
            _stream.Write(payload);
        }
    }
}
