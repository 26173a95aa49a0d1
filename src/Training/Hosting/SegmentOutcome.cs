using System.IO.Hashing;
using Millrace.Training.Checkpoints;

namespace Millrace.Training.Hosting;

/// <summary>How a segment ended, and this host's part of the state.</summary>
public sealed class SegmentOutcome
{
    private readonly CheckpointImage _state;
    private readonly int _firstRank;
    private readonly int _hosted;
    private readonly int _ranks;

    internal SegmentOutcome(LoopOutcome outcome, int firstRank, int hosted, int ranks)
    {
        _state = outcome.State!;
        (_firstRank, _hosted, _ranks) = (firstRank, hosted, ranks);
        Reason = outcome.Reason;
        Step = outcome.Counters.Step;
        ResumedFromStep = outcome.ResumedFromStep;
    }

    /// <summary>Why training ended; null where only the segment ended.</summary>
    public StopReason? Reason { get; }

    /// <summary>Steps since the start of training.</summary>
    public long Step { get; }

    /// <summary>The step that the segment went on from.</summary>
    public long ResumedFromStep { get; }

    /// <summary>Bytes of the whole state.</summary>
    public long StateBytes => _state.Length;

    /// <summary>The slices of this host's ranks: rank r of N has the bytes ⌊L·r/N⌋ to ⌊L·(r+1)/N⌋ of the checkpoint.</summary>
    public IEnumerable<StateSlice> Slices()
    {
        for (var rank = _firstRank; rank < _firstRank + _hosted; rank++)
        {
            var (at, end) = (Cut(rank), Cut(rank + 1));
            for (var sequence = 0; at < end; sequence++)
            {
                var bytes = new byte[(int)Math.Min(StateSlice.MaxBytes, end - at)];
                _state.Copy(at, bytes);
                at += bytes.Length;
                yield return new StateSlice(rank, sequence, Convert.ToHexStringLower(XxHash128.Hash(bytes)), bytes);
            }
        }
    }

    private long Cut(int rank) => (long)((Int128)_state.Length * rank / _ranks);
}
