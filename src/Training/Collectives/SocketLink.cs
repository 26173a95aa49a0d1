using System.Diagnostics;
using System.Net.Sockets;
using System.Runtime.CompilerServices;

namespace Millrace.Training.Collectives;

/// <summary>
/// A link over a plain socket that never blocks: the rank's own thread sends and receives in turn, so that both directions run at once
/// without handing anything to another thread. <see cref="FrameSender"/> has a second thread for heartbeats and notices.
/// </summary>
internal sealed unsafe class SocketLink : PeerLink
{
    private const int SpinIterations = 60;
    private const int WaitMicroseconds = 1000;
    private readonly Socket _socket;
    private readonly FrameSender _sender;
    private readonly List<Socket> _readers = new(1);
    private readonly List<Socket> _writers = new(1);
    private readonly byte[] _header = new byte[FrameHeader.Bytes];
    private readonly byte[] _chunk;
    private int _headerAt;
    private FrameHeader? _arrived;
    private int _arrivedAt;
    private long _lastHeard;

    public SocketLink(LinkOptions options, int peer, Socket socket)
        : base(options, peer)
    {
        _socket = socket;
        _socket.Blocking = false;
        _chunk = GC.AllocateUninitializedArray<byte>(options.ChunkBytes, pinned: true);
        _sender = new FrameSender(options, peer, socket);
    }

    /// <inheritdoc/>
    public override void Exchange<TSink>(in ExchangePart part, ref TSink sink, Action idle)
    {
        Begin(part);
        _sender.Begin(part, Sequence);
        var start = Stopwatch.GetTimestamp();
        _lastHeard = start;
        long idleSince = 0;
        long at = 0;
        while (true)
        {
            var (sent, through) = _sender.SendSome();
            if (at == part.ReceiveBytes && through)
            {
                return; // before the socket is read: a peer that has what it needs may have ended the run and closed
            }

            var moved = sent | ReadHeaders(part.Step, start, idle);
            if (at < part.ReceiveBytes && _arrived is { } header)
            {
                moved |= ReceiveSome(header, ref at, part, start, ref sink);
            }

            idleSince = moved ? 0 : idleSince > 0 ? idleSince : Stopwatch.GetTimestamp();
            if (idleSince > 0)
            {
                Await(idleSince, part.Step, start, idle);
            }
        }
    }

    /// <inheritdoc/>
    public override void Abort(AbortNotice notice) => _sender.Abort(notice);

    /// <inheritdoc/>
    public override void Quiet() => _sender.Quiet(StuckAfter);

    public override void Dispose()
    {
        _sender.Dispose();
        _socket.Dispose();
    }

    /// <inheritdoc/>
    protected override void ReadWhatCame(long step, long start) => ReadHeaders(step, start, null);

    /// <summary>Reads headers until one of a chunk has come or nothing is there; whether any byte came.</summary>
    private bool ReadHeaders(long step, long start, Action? idle)
    {
        var moved = false;
        while (_arrived is null)
        {
            var read = TryReceive(_header.AsSpan(_headerAt), step, start);
            if (read == 0)
            {
                return moved;
            }

            moved = true;
            _headerAt += read;
            if (_headerAt < FrameHeader.Bytes)
            {
                continue;
            }

            _headerAt = 0;
            var header = CheckHeader(_header, step, start);
            if (header.Kind == FrameKind.Data)
            {
                (_arrived, _arrivedAt) = (header, 0);
            }
            else if (header.Kind == FrameKind.Abort)
            {
                throw ReadNotice(header, step, start);
            }
            else
            {
                idle?.Invoke();
            }
        }

        return moved;
    }

    private bool ReceiveSome<TSink>(in FrameHeader header, ref long at, in ExchangePart part, long start, ref TSink sink)
        where TSink : struct, IChunkSink
    {
        if (_arrivedAt == 0)
        {
            CheckData(header, at, part, start);
        }

        var place = sink.Place(at);
        var chunk = place == null ? (byte*)Unsafe.AsPointer(ref _chunk[0]) : place;
        var length = (int)header.Length;
        var read = TryReceive(new Span<byte>(chunk + _arrivedAt, length - _arrivedAt), part.Step, start);
        _arrivedAt += read;
        if (_arrivedAt == length)
        {
            TakeChunk(header, chunk, start, ref sink);
            at += length;
            _arrived = null;
        }

        return read > 0;
    }

    private PeerException ReadNotice(in FrameHeader header, long step, long start)
    {
        var payload = new byte[header.Length];
        for (var at = 0; at < payload.Length;)
        {
            var read = TryReceive(payload.AsSpan(at), step, start);
            at += read;
            if (read == 0)
            {
                WaitForSocket(step, start, toWrite: false);
            }
        }

        return Told(header, payload, step, start);
    }

    /// <summary>Bytes that are there; 0 when none are.</summary>
    private int TryReceive(Span<byte> to, long step, long start)
    {
        int read;
        SocketError error;
        try
        {
            read = _socket.Receive(to, SocketFlags.None, out error);
        }
        catch (ObjectDisposedException e)
        {
            throw Fault(step, start, PeerFault.Lost, e.GetType().Name, e);
        }

        if (error == SocketError.WouldBlock)
        {
            return 0;
        }

        if (error != SocketError.Success || read == 0)
        {
            throw Fault(step, start, PeerFault.Lost, error == SocketError.Success ? "it closed the connection" : error.ToString());
        }

        _lastHeard = Stopwatch.GetTimestamp();
        return read;
    }

    /// <summary>Nothing moved. The peer is often a few microseconds behind, less than a sleeping thread needs to wake.</summary>
    private void Await(long since, long step, long start, Action idle)
    {
        if (Stopwatch.GetElapsedTime(since) < Options.SpinTime)
        {
            Thread.SpinWait(SpinIterations);
            return;
        }

        if (_sender.Failure is { } failure)
        {
            throw Fault(step, start, PeerFault.Lost, failure.GetType().Name, failure);
        }

        WaitForSocket(step, start, _sender.WantsToWrite);
        idle();
    }

    private void WaitForSocket(long step, long start, bool toWrite)
    {
        // Taken before the socket is asked: a rank that was itself kept from running finds what came meanwhile.
        var silence = Stopwatch.GetElapsedTime(_lastHeard);
        if (Stopwatch.GetElapsedTime(start) > Deadline)
        {
            throw Fault(step, start, PeerFault.Late, "it lives but does not do its part");
        }

        _readers.Clear();
        _writers.Clear();
        _readers.Add(_socket);
        if (toWrite)
        {
            _writers.Add(_socket);
        }

        try
        {
            Socket.Select(_readers, toWrite ? _writers : null, null, WaitMicroseconds);
        }
        catch (Exception e) when (e is SocketException or ObjectDisposedException)
        {
            throw Fault(step, start, PeerFault.Lost, e.GetType().Name, e);
        }

        if (_readers.Count == 0 && silence > Options.PeerTimeout)
        {
            throw Silent(step, start);
        }
    }
}
