using System.Numerics;

namespace Millrace.Training.Collectives;

/// <summary>
/// The rank threads of one process. Each publishes where its elements lie; then every rank sums its own slice over all buffers
/// in the tree and writes the result into all of them: each byte is read once and written once per buffer. Where the run has
/// ranks in other processes, the first member then sums over processes, and the others copy: the same tree, its lower levels here.
/// </summary>
internal sealed unsafe class SharedMemoryGroup
{
    private const int BlockElements = 512;

    /// <summary>What members wait longer for the first one, which waits for other processes itself and knows who is at fault there.</summary>
    private static readonly TimeSpan BetweenGrace = TimeSpan.FromSeconds(10);
    private readonly nint[] _buffers;
    private readonly long[] _counts;
    private readonly long[] _steps;
    private readonly RankBarrier _barrier;
    private readonly ICollective? _between;

    /// <summary>A group of <paramref name="ranks"/> threads.</summary>
    /// <param name="ranks">Threads here, a power of two.</param>
    /// <param name="stepDeadline">Time after which a member is given up that does not come.</param>
    /// <param name="between">Borrowed: sums over the processes of the run, each with as many ranks; null where all ranks are here.</param>
    public SharedMemoryGroup(int ranks, TimeSpan stepDeadline, ICollective? between = null)
    {
        if (!BitOperations.IsPow2(ranks))
        {
            throw new ArgumentOutOfRangeException(nameof(ranks), ranks, "ranks must be a power of two");
        }

        Ranks = ranks;
        _between = between;
        FirstRank = (between?.Rank ?? 0) * ranks;
        TotalRanks = (between?.Ranks ?? 1) * ranks;
        _buffers = new nint[ranks];
        _counts = new long[ranks];
        _steps = new long[ranks];
        _barrier = new RankBarrier(ranks, stepDeadline, FirstRank);
    }

    /// <summary>Members of this group.</summary>
    public int Ranks { get; }

    /// <summary>The rank of member 0.</summary>
    public int FirstRank { get; }

    /// <summary>Ranks of the run.</summary>
    public int TotalRanks { get; }

    /// <summary>The collective of a member, counted from 0.</summary>
    public ICollective Join(int member) => new SharedMemoryCollective(this, member);

    public void Abort(int member, string reason)
    {
        _barrier.Fail(FirstRank + member, _steps[member], PeerFault.GaveUp, reason);
        _between?.Abort(reason);
    }

    public void AllReduce<T>(int member, T* values, long count, long step)
        where T : unmanaged, INumber<T>
    {
        Meet(member, (nint)values, count * sizeof(T), step);
        if (Ranks > 1)
        {
            var (from, to) = (Cut(count, member), Cut(count, member + 1));
            if (Ranks == 2)
            {
                VectorSum.AddBoth((T*)_buffers[0] + from, (T*)_buffers[1] + from, to - from);
            }
            else
            {
                SumSlice<T>(from, to);
            }

            _barrier.Arrive(member, step);
        }

        if (_between is not null)
        {
            if (member == 0)
            {
                SumBetween(values, count, step);
            }

            CopyFromFirst(member, (byte*)values, count * sizeof(T), step);
        }
    }

    public void Broadcast(int member, byte* bytes, long count, long step)
    {
        Meet(member, (nint)bytes, count, step);
        if (_between is not null && member == 0)
        {
            try
            {
                _between.Broadcast(new Span<byte>(bytes, checked((int)count)), step);
            }
            catch (PeerException e)
            {
                throw Blame(e, step);
            }
        }

        CopyFromFirst(member, bytes, count, step);
    }

    /// <summary>Tells the others where this member's elements lie, and checks that all do the same.</summary>
    private void Meet(int member, nint values, long bytes, long step)
    {
        _buffers[member] = values;
        _counts[member] = bytes;
        _steps[member] = step;
        _barrier.Arrive(member, step);
        for (var peer = 0; peer < Ranks; peer++)
        {
            if (_steps[peer] != step || _counts[peer] != bytes)
            {
                var detail = $"it is at step {_steps[peer]} with {_counts[peer]} bytes, this rank at step {step} with {bytes}";
                _barrier.Fail(FirstRank + peer, step, PeerFault.Disagrees, detail);
                throw new PeerException(FirstRank + member, FirstRank + peer, step, TimeSpan.Zero, PeerFault.Disagrees, detail);
            }
        }
    }

    private void SumBetween<T>(T* values, long count, long step)
        where T : unmanaged, INumber<T>
    {
        try
        {
            if (typeof(T) == typeof(float))
            {
                _between!.AllReduce(new Span<float>(values, checked((int)count)), step);
            }
            else
            {
                _between!.AllReduce(new Span<double>(values, checked((int)count)), step);
            }
        }
        catch (PeerException e)
        {
            throw Blame(e, step);
        }
    }

    /// <summary>Frees the other members; a process at fault is named by its first rank.</summary>
    private PeerException Blame(PeerException e, long step)
    {
        _barrier.Fail(e.Peer * Ranks, e.Step, e.Fault, e.Detail);
        return new PeerException(FirstRank, e.Peer * Ranks, step, e.Waited, e.Fault, e.Detail, e);
    }

    private void CopyFromFirst(int member, byte* to, long bytes, long step)
    {
        _barrier.Arrive(member, step, _between is null ? default : BetweenGrace);
        if (member != 0)
        {
            Buffer.MemoryCopy((byte*)_buffers[0], to, bytes, bytes);
        }

        _barrier.Arrive(member, step);
    }

    /// <summary>Slices start at multiples of 16 elements, so that no two ranks write the same cache line.</summary>
    private long Cut(long count, int rank) => rank == Ranks ? count : (long)((Int128)count * rank / Ranks) & ~15L;

    private void SumSlice<T>(long from, long to)
        where T : unmanaged, INumber<T>
    {
        var scratch = stackalloc T[BlockElements * Math.Min(Ranks / 2, 64)];
        for (var at = from; at < to; at += BlockElements)
        {
            var n = Math.Min(BlockElements, to - at);
            Tree(scratch, 0, Ranks, at, n);
            for (var r = 0; r < Ranks; r++)
            {
                new ReadOnlySpan<T>(scratch, (int)n).CopyTo(new Span<T>((T*)_buffers[r] + at, (int)n));
            }
        }
    }

    /// <summary>Puts the tree sum of ranks first … first + ranks − 1 into <paramref name="scratch"/>; needs log2(ranks) blocks of it.</summary>
    private void Tree<T>(T* scratch, int first, int ranks, long at, long n)
        where T : unmanaged, INumber<T>
    {
        if (ranks == 2)
        {
            VectorSum.Sum(scratch, (T*)_buffers[first] + at, (T*)_buffers[first + 1] + at, n);
            return;
        }

        Tree(scratch, first, ranks / 2, at, n);
        Tree(scratch + BlockElements, first + (ranks / 2), ranks / 2, at, n);
        VectorSum.Add(scratch, scratch + BlockElements, n);
    }
}
