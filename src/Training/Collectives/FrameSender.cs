using System.Diagnostics;
using System.IO.Hashing;
using System.Net.Sockets;

namespace Millrace.Training.Collectives;

/// <summary>
/// What goes out on a socket that never blocks: the chunks of the running exchange, pushed by the rank's own thread; heartbeats while nothing
/// else is sent and at last a notice, by a thread of its own. One frame is in flight at a time; whoever holds the gate goes on with it.
/// </summary>
/// <remarks>Thread-safe.</remarks>
internal sealed unsafe class FrameSender : IDisposable
{
    private static readonly TimeSpan NoticeTurn = TimeSpan.FromMilliseconds(2);
    private static readonly TimeSpan NoticePatience = TimeSpan.FromMilliseconds(200);
    private readonly LinkOptions _options;
    private readonly Socket _socket;
    private readonly Thread _pulse;
    private readonly object _gate = new();
    private readonly byte[] _header = new byte[FrameHeader.Bytes];
    private int _headerAt = FrameHeader.Bytes;
    private byte* _payload;
    private int _payloadLeft;
    private byte* _send;
    private long _sendAt;
    private long _sendBytes;
    private long _step;
    private long _sequence;
    private AbortNotice? _notice;
    private Exception? _failure;
    private bool _stop;

    public FrameSender(LinkOptions options, int peer, Socket socket)
    {
        (_options, _socket) = (options, socket);
        _pulse = new Thread(Pulse) { IsBackground = true, Name = $"link {options.Rank}-{peer}" };
        _pulse.Start();
    }

    /// <summary>Why nothing can be sent any more; null while it can.</summary>
    public Exception? Failure => Volatile.Read(ref _failure);

    /// <summary>Whether there is something to send that waits for room in the socket.</summary>
    public bool WantsToWrite
    {
        get
        {
            lock (_gate)
            {
                return Sending && _notice is null;
            }
        }
    }

    private bool InFlight => _headerAt < FrameHeader.Bytes || _payloadLeft > 0;

    private bool Sending => InFlight || _sendAt < _sendBytes;

    /// <summary>Takes over what the exchange sends; the bytes must stay until it is through or the link is quiet.</summary>
    public void Begin(in ExchangePart part, long sequence)
    {
        lock (_gate)
        {
            _send = part.Send;
            (_sendAt, _sendBytes) = (0, _notice is null ? part.SendBytes : 0);
            (_step, _sequence) = (part.Step, sequence);
        }
    }

    /// <summary>Sends as much of one chunk as the socket takes: whether any byte went, and whether nothing is left.</summary>
    public (bool Sent, bool Through) SendSome()
    {
        lock (_gate)
        {
            if (_notice is not null || _failure is not null)
            {
                return default;
            }

            if (!InFlight && _sendAt < _sendBytes)
            {
                var length = (int)Math.Min(_options.ChunkBytes, _sendBytes - _sendAt);
                var from = _send + _sendAt;
                StartFrame(FrameHeader.Of(_options, FrameKind.Data, length, ChunkChecksum.Of(from, length)) with { Step = _step, Sequence = _sequence, Offset = _sendAt }, from, length);
                _sendAt += length;
            }

            return (Push(), !Sending);
        }
    }

    /// <summary>Sends a notice as soon as the frame in flight is through, and nothing after it.</summary>
    public void Abort(AbortNotice notice)
    {
        lock (_gate)
        {
            _notice ??= notice;
            _sendAt = _sendBytes;
            Monitor.PulseAll(_gate);
        }
    }

    /// <summary>Waits until the exchange's memory is not read any more; closes the socket if that takes too long.</summary>
    public void Quiet(TimeSpan stuckAfter)
    {
        lock (_gate)
        {
            var patience = Stopwatch.GetTimestamp();
            while (_payloadLeft > 0 && _failure is null && Stopwatch.GetElapsedTime(patience) < stuckAfter)
            {
                Monitor.Wait(_gate, NoticeTurn);
            }

            if (_payloadLeft > 0)
            {
                _failure ??= new TimeoutException("the peer takes no bytes");
                _payloadLeft = 0;
                _socket.Dispose();
            }
        }
    }

    public void Dispose()
    {
        lock (_gate)
        {
            _stop = true;
            Monitor.PulseAll(_gate);
        }

        // A notice that cannot be delivered does not keep the thread.
        if (!_pulse.Join(NoticePatience))
        {
            lock (_gate)
            {
                _failure ??= new TimeoutException("the peer takes no bytes");
            }

            _pulse.Join();
        }
    }

    private void StartFrame(FrameHeader header, byte* payload, int length)
    {
        header.Write(_header);
        _payload = payload;
        (_headerAt, _payloadLeft) = (0, length);
    }

    /// <summary>Writes what the socket takes of the frame in flight; whether any byte went. A failure is kept: what the peer had to say may still be there to read.</summary>
    private bool Push()
    {
        var moved = false;
        while (InFlight)
        {
            var inHeader = _headerAt < FrameHeader.Bytes;
            var bytes = inHeader ? _header.AsSpan(_headerAt) : new ReadOnlySpan<byte>(_payload, _payloadLeft);
            int sent;
            SocketError error;
            try
            {
                sent = _socket.Send(bytes, SocketFlags.None, out error);
            }
            catch (ObjectDisposedException e)
            {
                _failure ??= e;
                return moved;
            }

            if (error != SocketError.Success)
            {
                _failure ??= error is SocketError.WouldBlock ? null : new SocketException((int)error);
                return moved;
            }

            moved = true;
            if (inHeader)
            {
                _headerAt += sent;
            }
            else
            {
                _payload += sent;
                _payloadLeft -= sent;
            }

            if (sent < bytes.Length)
            {
                return true;
            }
        }

        return moved;
    }

    /// <summary>Heartbeats while nothing else is sent; at last a notice, if there is one.</summary>
    private void Pulse()
    {
        lock (_gate)
        {
            while (_notice is null && !_stop && _failure is null)
            {
                if (!Sending)
                {
                    StartFrame(FrameHeader.Of(_options, FrameKind.Heartbeat, 0, 0), null, 0);
                }

                Push();
                Monitor.Wait(_gate, _options.HeartbeatInterval);
            }

            if (_notice is { } notice)
            {
                SendNotice(notice);
            }

            Monitor.PulseAll(_gate);
        }
    }

    private void SendNotice(AbortNotice notice)
    {
        PushAll();
        var payload = notice.ToBytes();
        fixed (byte* first = payload)
        {
            if (_failure is null)
            {
                StartFrame(FrameHeader.Of(_options, FrameKind.Abort, payload.Length, XxHash3.HashToUInt64(payload)) with { Step = notice.Step }, first, payload.Length);
                PushAll();
            }

            (_headerAt, _payloadLeft) = (FrameHeader.Bytes, 0);
        }

        if (_failure is null)
        {
            try
            {
                _socket.Shutdown(SocketShutdown.Send);
            }
            catch (Exception e) when (e is SocketException or ObjectDisposedException)
            {
                _failure = e;
            }
        }
    }

    private void PushAll()
    {
        while (InFlight && _failure is null)
        {
            if (!Push() || InFlight)
            {
                Monitor.Wait(_gate, NoticeTurn);
            }
        }
    }
}
