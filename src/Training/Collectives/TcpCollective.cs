using System.Net;
using System.Numerics;
using System.Runtime.CompilerServices;

namespace Millrace.Training.Collectives;

/// <summary>
/// Sums over ranks through TCP: vector halving with distance doubling (partner r xor 1, r xor 2, …), then the gather in reverse.
/// Every element is added in the same tree as in shared memory. Short vectors are exchanged whole: the same tree, half the messages.
/// </summary>
/// <remarks>See <see cref="ICollective"/> for threads. Links are authenticated before anything is read.</remarks>
public sealed class TcpCollective : ICollective
{
    private const int WholeBytes = 1 << 13;
    private readonly PeerLink[] _links;
    private readonly Action _idle;
    private readonly double[] _scratch = new double[WholeBytes / sizeof(double)];
    private volatile PeerException? _fault;
    private long _step;

    private TcpCollective(LinkOptions options, PeerLink[] links)
    {
        Rank = options.Rank;
        Ranks = options.Ranks;
        _links = links;
        _idle = LookAtAll;
    }

    /// <inheritdoc/>
    public int Rank { get; }

    /// <inheritdoc/>
    public int Ranks { get; }

    /// <summary>Connects the ranks of a run; <paramref name="endPoints"/> holds the listener of every rank, by rank.</summary>
    /// <exception cref="PeerException">A peer was not found in time or did not prove the secret.</exception>
    public static async Task<TcpCollective> ConnectAsync(
        LinkOptions options, RankListener listener, IReadOnlyList<IPEndPoint> endPoints, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(options);
        ArgumentNullException.ThrowIfNull(listener);
        ArgumentNullException.ThrowIfNull(endPoints);
        options.ThrowIfFaulty();
        if (endPoints.Count != options.Ranks)
        {
            throw new ArgumentException($"{endPoints.Count} addresses for {options.Ranks} ranks", nameof(endPoints));
        }

        return new TcpCollective(options, await Rendezvous.ConnectAsync(options, listener, endPoints, cancellationToken));
    }

    /// <inheritdoc/>
    public unsafe void AllReduce(Span<float> values, long step)
    {
        fixed (float* first = values)
        {
            Reduce(first, values.Length, step);
        }
    }

    /// <inheritdoc/>
    public unsafe void AllReduce(Span<double> values, long step)
    {
        fixed (double* first = values)
        {
            Reduce(first, values.Length, step);
        }
    }

    /// <inheritdoc/>
    /// <remarks>The tree of the sums from the top: the rank that begins a half of the ranks hands on to the one that begins its other half.</remarks>
    public unsafe void Broadcast(Span<byte> bytes, long step)
    {
        fixed (byte* first = bytes)
        {
            ThrowIfFaulted();
            Volatile.Write(ref _step, step);
            try
            {
                for (var level = _links.Length - 1; level >= 0; level--)
                {
                    if ((Rank & ((1 << level) - 1)) == 0)
                    {
                        HandOn(level, first, bytes.Length, step);
                    }
                }
            }
            catch (PeerException e)
            {
                Fail(e);
                throw;
            }
        }
    }

    /// <inheritdoc/>
    public void Abort(string reason) =>
        Fail(new PeerException(Rank, Rank, Volatile.Read(ref _step), TimeSpan.Zero, PeerFault.GaveUp, reason));

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (var link in _links)
        {
            link.Dispose();
        }
    }

    private unsafe void HandOn(int level, byte* bytes, long length, long step)
    {
        var link = _links[level];
        var sends = link.Peer > Rank;
        var copy = new CopySink(bytes);
        link.Exchange(new ExchangePart(bytes, sends ? length : 0, sends ? 0 : length, step, _links.Length - 1 - level), ref copy, _idle);
    }

    private unsafe void Reduce<T>(T* values, long count, long step)
        where T : unmanaged, INumber<T>
    {
        ThrowIfFaulted();
        Volatile.Write(ref _step, step);
        try
        {
            if (count * sizeof(T) <= WholeBytes)
            {
                ExchangeWhole(values, count, step);
            }
            else
            {
                Halve(values, count, step, 0);
            }
        }
        catch (PeerException e)
        {
            Fail(e);
            throw;
        }
    }

    private void ThrowIfFaulted()
    {
        if (_fault is { } fault)
        {
            throw fault;
        }
    }

    private unsafe void ExchangeWhole<T>(T* values, long count, long step)
        where T : unmanaged, INumber<T>
    {
        // The sender reads a copy: adding to the values must not change what is still being sent.
        fixed (double* scratch = _scratch)
        {
            for (var level = 0; level < _links.Length; level++)
            {
                Unsafe.CopyBlock(scratch, values, (uint)(count * sizeof(T)));
                var sink = new AddSink<T>(values);
                _links[level].Exchange(new ExchangePart((byte*)scratch, count * sizeof(T), count * sizeof(T), step, level), ref sink, _idle);
            }
        }
    }

    /// <summary>
    /// One level: send the half that the partner keeps, add its part to the half kept here, go on with the next level inside
    /// that half, and get the finished other half back.
    /// </summary>
    private unsafe void Halve<T>(T* values, long count, long step, int level)
        where T : unmanaged, INumber<T>
    {
        if (level == _links.Length)
        {
            return;
        }

        var link = _links[level];
        var low = (count / 2) & ~15L;
        var keepsLow = link.Peer > Rank;
        var (mine, mineCount) = keepsLow ? ((nint)values, low) : ((nint)(values + low), count - low);
        var (theirs, theirCount) = keepsLow ? ((nint)(values + low), count - low) : ((nint)values, low);
        var add = new AddSink<T>((T*)mine);
        link.Exchange(new ExchangePart((byte*)theirs, theirCount * sizeof(T), mineCount * sizeof(T), step, level), ref add, _idle);
        Halve((T*)mine, mineCount, step, level + 1);
        var copy = new CopySink((byte*)theirs);
        link.Exchange(new ExchangePart((byte*)mine, mineCount * sizeof(T), theirCount * sizeof(T), step, (2 * _links.Length) - 1 - level), ref copy, _idle);
    }

    private void LookAtAll()
    {
        foreach (var link in _links)
        {
            link.Look(Volatile.Read(ref _step));
        }
    }

    private void Fail(PeerException e)
    {
        if (Interlocked.CompareExchange(ref _fault, e, null) is null)
        {
            foreach (var link in _links)
            {
                link.Abort(new AbortNotice(e.Peer, e.Fault, e.Step, e.Waited, e.Detail));
            }

            foreach (var link in _links)
            {
                link.Quiet();
            }
        }
    }
}
