using System.Numerics;

namespace Millrace.Training.Collectives;

/// <summary>
/// The rank threads of one process. Each publishes where its elements lie; then every rank sums its own slice over all buffers
/// in the tree and writes the result into all of them: each byte is read once and written once per buffer.
/// </summary>
internal sealed unsafe class SharedMemoryGroup
{
    private const int BlockElements = 512;
    private readonly nint[] _buffers;
    private readonly long[] _counts;
    private readonly long[] _steps;
    private readonly RankBarrier _barrier;

    public SharedMemoryGroup(int ranks, TimeSpan stepDeadline)
    {
        if (!BitOperations.IsPow2(ranks))
        {
            throw new ArgumentOutOfRangeException(nameof(ranks), ranks, "ranks must be a power of two");
        }

        Ranks = ranks;
        _buffers = new nint[ranks];
        _counts = new long[ranks];
        _steps = new long[ranks];
        _barrier = new RankBarrier(ranks, stepDeadline);
    }

    public int Ranks { get; }

    /// <summary>The collective of <paramref name="rank"/>.</summary>
    public ICollective Join(int rank) => new SharedMemoryCollective(this, rank);

    public void Abort(int rank, string reason) => _barrier.Fail(rank, _steps[rank], PeerFault.GaveUp, reason);

    public void AllReduce<T>(int rank, T* values, long count, long step)
        where T : unmanaged, INumber<T>
    {
        _buffers[rank] = (nint)values;
        _counts[rank] = count * sizeof(T);
        _steps[rank] = step;
        _barrier.Arrive(rank, step);
        for (var peer = 0; peer < Ranks; peer++)
        {
            if (_steps[peer] != step || _counts[peer] != count * sizeof(T))
            {
                var detail = $"it is at step {_steps[peer]} with {_counts[peer]} bytes, this rank at step {step} with {count * sizeof(T)}";
                _barrier.Fail(peer, step, PeerFault.Disagrees, detail);
                throw new PeerException(rank, peer, step, TimeSpan.Zero, PeerFault.Disagrees, detail);
            }
        }

        var (from, to) = (Cut(count, rank), Cut(count, rank + 1));
        if (Ranks == 2)
        {
            VectorSum.AddBoth((T*)_buffers[0] + from, (T*)_buffers[1] + from, to - from);
        }
        else
        {
            SumSlice<T>(from, to);
        }

        _barrier.Arrive(rank, step);
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
