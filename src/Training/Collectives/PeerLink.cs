using System.Diagnostics;
using System.IO.Hashing;

namespace Millrace.Training.Collectives;

/// <summary>
/// The connection to one peer: frames in both directions, each checked before its payload is used. <see cref="SocketLink"/> is the plain
/// one, <see cref="StreamLink"/> the encrypted one.
/// </summary>
/// <remarks>For the rank's own thread; <see cref="Abort"/> may come from any thread.</remarks>
internal abstract unsafe class PeerLink(LinkOptions options, int peer) : IDisposable
{
    /// <summary>How long a frame in flight is waited for when a link ends, before its socket is closed under it.</summary>
    protected static readonly TimeSpan StuckAfter = TimeSpan.FromMilliseconds(200);

    private bool _closed;

    public int Peer { get; } = peer;

    protected LinkOptions Options { get; } = options;

    /// <summary>Number of the running exchange on this link.</summary>
    protected long Sequence { get; set; }

    /// <summary>How long the peer is waited for in the running exchange.</summary>
    protected TimeSpan Deadline { get; private set; } = options.StepDeadline;

    /// <summary>Sends and receives at the same time; each chunk that came goes, in order, to <paramref name="sink"/>.</summary>
    /// <param name="part">What is sent, how much must come, and in which step.</param>
    /// <param name="sink">Where chunks go.</param>
    /// <param name="idle">Called now and then while waiting, to look at the other links.</param>
    /// <exception cref="PeerException">The peer is lost, silent, late, lying or gave up.</exception>
    public abstract void Exchange<TSink>(in ExchangePart part, ref TSink sink, Action idle)
        where TSink : struct, IChunkSink;

    /// <summary>Looks at what came while another link was waited for: a peer that gave up throws.</summary>
    /// <remarks>A closed connection is no fault here: the peer may have ended the run. Who still needs it finds it lost in their exchange, and tells.</remarks>
    public void Look(long step)
    {
        if (_closed)
        {
            return;
        }

        try
        {
            ReadWhatCame(step, Stopwatch.GetTimestamp());
        }
        catch (PeerException e) when (e.Fault == PeerFault.Lost && e.Peer == Peer)
        {
            _closed = true;
        }
    }

    /// <summary>Sends a notice as soon as the frame in flight is through, and ends the link.</summary>
    public abstract void Abort(AbortNotice notice);

    /// <summary>Waits until nothing reads the exchange's memory any more; closes the socket if that takes too long.</summary>
    public abstract void Quiet();

    public abstract void Dispose();

    /// <summary>Numbers the exchange and sets its deadline.</summary>
    protected void Begin(in ExchangePart part)
    {
        Sequence++;
        Deadline = Options.DeadlineOf(part.Turn);
    }

    /// <summary>Reads what is there without waiting, as far as the next chunk's header, which is kept.</summary>
    protected abstract void ReadWhatCame(long step, long start);

    /// <summary>The header of a frame of this run, start and peer; anything else throws.</summary>
    protected FrameHeader CheckHeader(ReadOnlySpan<byte> bytes, long step, long start)
    {
        if (!FrameHeader.TryRead(bytes, out var header))
        {
            throw Fault(step, start, PeerFault.Corrupt, "a frame header fails its checksum");
        }

        if (header.Run != Options.Run || header.Generation != Options.Generation || header.Sender != Peer)
        {
            throw Fault(
                step, start, PeerFault.Disagrees, $"a frame of run {header.Run:x}, start {header.Generation}, rank {header.Sender} does not belong here");
        }

        if (header.Kind == FrameKind.Abort && header.Length is < 1 or > AbortNotice.MaxBytes)
        {
            throw Fault(step, start, PeerFault.Corrupt, "a notice of impossible length");
        }

        return header.Kind != FrameKind.Heartbeat || header.Length == 0
            ? header
            : throw Fault(step, start, PeerFault.Corrupt, "a heartbeat with a payload");
    }

    /// <summary>Throws unless the header is that of the next chunk of the running exchange.</summary>
    protected void CheckData(in FrameHeader header, long at, in ExchangePart part, long start)
    {
        if (header.Step != part.Step || header.Sequence != Sequence)
        {
            throw Fault(
                part.Step, start, PeerFault.Disagrees,
                $"it is at step {header.Step}, exchange {header.Sequence}; this rank at exchange {Sequence}");
        }

        var due = part.ReceiveBytes - at;
        if (header.Offset != at || header.Length < 1 || header.Length > Options.ChunkBytes || header.Length > due
            || (header.Length % sizeof(double) != 0 && header.Length != due))
        {
            throw Fault(part.Step, start, PeerFault.Disagrees, $"it sent {header.Length} bytes at {header.Offset} where {due} at {at} were due");
        }
    }

    /// <summary>Gives the sink a chunk that has come whole, whose header <see cref="CheckData"/> has passed; one that is damaged throws.</summary>
    protected void TakeChunk<TSink>(in FrameHeader header, byte* chunk, long start, ref TSink sink)
        where TSink : struct, IChunkSink
    {
        if (ChunkChecksum.Of(chunk, (int)header.Length) != header.Checksum)
        {
            throw Fault(header.Step, start, PeerFault.Corrupt, "a chunk fails its checksum");
        }

        sink.Take(header.Offset, chunk, (int)header.Length);
    }

    /// <summary>What a notice says, as this rank's exception.</summary>
    protected PeerException Told(in FrameHeader header, ReadOnlySpan<byte> payload, long step, long start) =>
        XxHash3.HashToUInt64(payload) == header.Checksum && AbortNotice.TryRead(payload, Options.Ranks) is { } notice
            ? new PeerException(Options.Rank, notice.Peer, notice.Step, notice.Waited, notice.Fault, notice.Detail)
            : Fault(step, start, PeerFault.Corrupt, "a notice fails its checksum");

    protected PeerException Silent(long step, long start, Exception? cause = null) =>
        Fault(step, start, PeerFault.Silent, $"nothing came for {Options.PeerTimeout.TotalSeconds:0.0} s", cause);

    protected PeerException Fault(long step, long start, PeerFault fault, string detail, Exception? cause = null) =>
        new(Options.Rank, Peer, step, Stopwatch.GetElapsedTime(start), fault, detail, cause);
}
