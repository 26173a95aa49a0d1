using System.Diagnostics;

namespace Millrace.Training.Collectives;

/// <summary>Where the rank threads of one process meet. Spins briefly, then sleeps; one that gives up or does not come frees all others with its name.</summary>
internal sealed class RankBarrier
{
    private const int Spins = 400;
    private readonly object _gate = new();
    private readonly int[] _arrivals;
    private readonly TimeSpan _deadline;
    private readonly bool _spin;
    private readonly int _firstRank;
    private int _arrived;
    private int _round;
    private volatile PeerException? _fault;

    /// <summary>A barrier of <paramref name="ranks"/> threads; in exceptions they are numbered from <paramref name="firstRank"/>.</summary>
    public RankBarrier(int ranks, TimeSpan deadline, int firstRank = 0)
    {
        _firstRank = firstRank;
        _arrivals = new int[ranks];
        _deadline = deadline;
        _spin = ranks <= Environment.ProcessorCount;
    }

    /// <summary>Waits until all ranks have called this as often; <paramref name="longer"/> is added to the deadline.</summary>
    public void Arrive(int rank, long step, TimeSpan longer = default)
    {
        ThrowIfFaulted(rank, step);
        var round = Volatile.Read(ref _round);
        _arrivals[rank]++;
        if (Interlocked.Increment(ref _arrived) == _arrivals.Length)
        {
            _arrived = 0;
            lock (_gate)
            {
                Volatile.Write(ref _round, round + 1);
                Monitor.PulseAll(_gate);
            }

            return;
        }

        for (var i = 0; _spin && i < Spins && Volatile.Read(ref _round) == round; i++)
        {
            Thread.SpinWait(20);
        }

        if (Volatile.Read(ref _round) == round)
        {
            Sleep(rank, step, round, _deadline + longer);
        }
    }

    /// <summary>Frees all ranks: <paramref name="peer"/>, counted over all ranks of the run, is at fault.</summary>
    public void Fail(int peer, long step, PeerFault fault, string detail)
    {
        lock (_gate)
        {
            _fault ??= new PeerException(peer, peer, step, TimeSpan.Zero, fault, detail);
            Monitor.PulseAll(_gate);
        }
    }

    private void Sleep(int rank, long step, int round, TimeSpan deadline)
    {
        var start = Stopwatch.GetTimestamp();
        lock (_gate)
        {
            while (Volatile.Read(ref _round) == round && _fault is null)
            {
                var left = deadline - Stopwatch.GetElapsedTime(start);
                if (left <= TimeSpan.Zero || !Monitor.Wait(_gate, left))
                {
                    var missing = FirstBehind(_arrivals[rank]);
                    _fault ??= new PeerException(
                        _firstRank + rank, _firstRank + missing, step, Stopwatch.GetElapsedTime(start), PeerFault.Late, "it did not come to the step's sum");
                    Monitor.PulseAll(_gate);
                }
            }

            if (Volatile.Read(ref _round) == round)
            {
                ThrowIfFaulted(rank, step, Stopwatch.GetElapsedTime(start));
            }
        }
    }

    /// <summary>A method of its own: what a lambda captures would be allocated each time a rank sleeps.</summary>
    private int FirstBehind(int arrivals) => Math.Max(0, Array.FindIndex(_arrivals, a => a < arrivals));

    private void ThrowIfFaulted(int rank, long step, TimeSpan waited = default)
    {
        if (_fault is { } fault)
        {
            throw new PeerException(_firstRank + rank, fault.Peer, Math.Max(step, fault.Step), waited + fault.Waited, fault.Fault, fault.Detail);
        }
    }
}
