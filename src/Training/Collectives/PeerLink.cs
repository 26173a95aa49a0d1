using System.Diagnostics;
using System.IO.Hashing;
using System.Net.Sockets;
using System.Runtime.CompilerServices;

namespace Millrace.Training.Collectives;

/// <summary>
/// The connection to one peer. A sender thread writes chunks of the running exchange and, when idle, heartbeats; the rank's own
/// thread reads. Frames are checked before their payload is used.
/// </summary>
internal sealed unsafe class PeerLink : IDisposable
{
    private static readonly TimeSpan StuckAfter = TimeSpan.FromMilliseconds(200);
    private readonly LinkOptions _options;
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
    private long _sequence;
    private long _lastHeard;

    public PeerLink(LinkOptions options, int peer, Socket socket, Stream stream)
    {
        _options = options;
        Peer = peer;
        _socket = socket;
        _stream = stream;
        _stream.ReadTimeout = (int)options.PeerTimeout.TotalMilliseconds;
        _chunkOut = new byte[FrameHeader.Bytes + options.ChunkBytes];
        _chunkIn = GC.AllocateUninitializedArray<byte>(options.ChunkBytes, pinned: true);
        _sender = new Thread(SendLoop) { IsBackground = true, Name = $"link {options.Rank}-{peer}" };
        _sender.Start();
    }

    public int Peer { get; }

    /// <summary>Hands bytes to the sender thread; they must stay until <see cref="FinishSend"/>.</summary>
    public void BeginExchange(byte* send, long bytes, long step)
    {
        _sequence++;
        lock (_gate)
        {
            _send = send;
            (_sendBytes, _sendStep, _sendSequence, _sending) = (bytes, step, _sequence, true);
            Monitor.PulseAll(_gate);
        }
    }

    /// <summary>Receives <paramref name="bytes"/> of the running exchange and gives each chunk, in order, to <paramref name="sink"/>.</summary>
    /// <param name="bytes">Bytes that the peer must send.</param>
    /// <param name="step">The step.</param>
    /// <param name="sink">Where chunks go.</param>
    /// <param name="idle">Called at each heartbeat while waiting, to look at the other links.</param>
    public void Receive<TSink>(long bytes, long step, ref TSink sink, Action idle)
        where TSink : struct, IChunkSink
    {
        var start = Stopwatch.GetTimestamp();
        for (long at = 0; at < bytes;)
        {
            var header = NextHeader(step, start);
            if (header.Kind != FrameKind.Data)
            {
                idle();
                if (Stopwatch.GetElapsedTime(start) > _options.StepDeadline)
                {
                    throw Fault(step, start, PeerFault.Late, "it lives but does not deliver its part");
                }

                continue;
            }

            CheckData(header, at, bytes, step, start);
            var length = (int)header.Length;
            var place = sink.Place(at);
            var chunk = place == null ? _chunkIn.AsSpan(0, length) : new Span<byte>(place, length);
            ReadFully(chunk, step, start);
            if (XxHash3.HashToUInt64(chunk) != header.Checksum)
            {
                throw Fault(step, start, PeerFault.Corrupt, "a chunk fails its checksum");
            }

            sink.Take(at, (byte*)Unsafe.AsPointer(ref chunk[0]), length);
            at += length;
        }
    }

    /// <summary>Waits until everything handed over has been written.</summary>
    public void FinishSend(long step)
    {
        var start = Stopwatch.GetTimestamp();
        _lastHeard = start;
        while (!SendFinished(step, start))
        {
            Look(step);
            if (Stopwatch.GetElapsedTime(_lastHeard) > _options.PeerTimeout)
            {
                throw Fault(step, start, PeerFault.Silent, $"nothing came for {_options.PeerTimeout.TotalSeconds:0.0} s");
            }

            if (Stopwatch.GetElapsedTime(start) > _options.StepDeadline)
            {
                throw Fault(step, start, PeerFault.Late, "it lives but does not take what is sent");
            }
        }
    }

    /// <summary>Looks at what came while another link was waited for: a peer that gave up or is gone throws.</summary>
    public void Look(long step)
    {
        var start = Stopwatch.GetTimestamp();
        while (_pending is null && Readable(step, start))
        {
            var header = ReadHeader(step, start);
            if (header.Kind == FrameKind.Data)
            {
                _pending = header;
            }
        }
    }

    /// <summary>Sends a notice as soon as the frame in flight is through, and ends the link.</summary>
    public void Abort(AbortNotice notice)
    {
        lock (_gate)
        {
            _notice ??= notice;
            Monitor.PulseAll(_gate);
        }
    }

    /// <summary>Waits until the sender thread no longer reads the exchange's memory; frees it by closing the socket if it is stuck.</summary>
    public void Quiet()
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

    public void Dispose()
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

    private bool SendFinished(long step, long start)
    {
        lock (_gate)
        {
            if (_sending && _sendFailure is null)
            {
                Monitor.Wait(_gate, _options.HeartbeatInterval);
            }

            return _sendFailure is null ? !_sending : throw Fault(step, start, PeerFault.Lost, _sendFailure.GetType().Name, _sendFailure);
        }
    }

    private void CheckData(FrameHeader header, long at, long bytes, long step, long start)
    {
        if (header.Step != step || header.Sequence != _sequence)
        {
            throw Fault(
                step, start, PeerFault.Disagrees, $"it is at step {header.Step}, exchange {header.Sequence}; this rank at exchange {_sequence}");
        }

        if (header.Offset != at || header.Length < 1 || header.Length > _chunkIn.Length || header.Length > bytes - at
            || (header.Length % sizeof(double) != 0 && header.Length != bytes - at))
        {
            throw Fault(step, start, PeerFault.Disagrees, $"it sent {header.Length} bytes at {header.Offset} where {bytes - at} at {at} were due");
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
        if (!FrameHeader.TryRead(_headerIn, out var header))
        {
            throw Fault(step, start, PeerFault.Corrupt, "a frame header fails its checksum");
        }

        if (header.Run != _options.Run || header.Generation != _options.Generation || header.Sender != Peer)
        {
            throw Fault(
                step, start, PeerFault.Disagrees, $"a frame of run {header.Run:x}, start {header.Generation}, rank {header.Sender} does not belong here");
        }

        if (header.Kind == FrameKind.Abort)
        {
            throw ReadNotice(header, step, start);
        }

        return header.Kind != FrameKind.Heartbeat || header.Length == 0
            ? header
            : throw Fault(step, start, PeerFault.Corrupt, "a heartbeat with a payload");
    }

    private PeerException ReadNotice(FrameHeader header, long step, long start)
    {
        if (header.Length is < 1 or > AbortNotice.MaxBytes)
        {
            return Fault(step, start, PeerFault.Corrupt, "a notice of impossible length");
        }

        var payload = new byte[header.Length];
        ReadFully(payload, step, start);
        return XxHash3.HashToUInt64(payload) == header.Checksum && AbortNotice.TryRead(payload, _options.Ranks) is { } notice
            ? new PeerException(_options.Rank, notice.Peer, notice.Step, notice.Waited, notice.Fault, notice.Detail)
            : Fault(step, start, PeerFault.Corrupt, "a notice fails its checksum");
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
                throw Fault(step, start, PeerFault.Silent, $"nothing came for {_options.PeerTimeout.TotalSeconds:0.0} s", e);
            }
            catch (Exception e) when (e is IOException or ObjectDisposedException or InvalidOperationException)
            {
                throw Fault(step, start, PeerFault.Lost, e.GetBaseException().GetType().Name, e);
            }

            _lastHeard = Stopwatch.GetTimestamp();
            to = read > 0 ? to[read..] : throw Fault(step, start, PeerFault.Lost, "it closed the connection");
        }
    }

    private PeerException Fault(long step, long start, PeerFault fault, string detail, Exception? cause = null) =>
        new(_options.Rank, Peer, step, Stopwatch.GetElapsedTime(start), fault, detail, cause);

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
                        Monitor.Wait(_gate, _options.HeartbeatInterval);
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
            var length = (int)Math.Min(_options.ChunkBytes, _sendBytes - at);
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
        new FrameHeader
        {
            Kind = kind,
            Run = _options.Run,
            Generation = _options.Generation,
            Sender = _options.Rank,
            Step = step,
            Sequence = kind == FrameKind.Data ? _sendSequence : 0,
            Offset = offset,
            Length = payload.Length,
            Checksum = XxHash3.HashToUInt64(payload),
        }.Write(_chunkOut);
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
