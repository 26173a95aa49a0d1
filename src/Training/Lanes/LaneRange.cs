using System.Numerics;
using Millrace.Exact;

namespace Millrace.Training.Lanes;

/// <summary>Neighbouring lanes: <paramref name="First"/> and <paramref name="Count"/> of them.</summary>
/// <param name="First">Index of the first lane.</param>
/// <param name="Count">Number of lanes.</param>
public readonly record struct LaneRange(int First, int Count)
{
    /// <summary>Most lanes a job may have.</summary>
    public const int MaxLanes = 1024;

    /// <summary>Index after the last lane.</summary>
    public int End => First + Count;

    /// <summary>The lane of a row, by a keyed hash of its id that serves nothing else.</summary>
    public static int LaneOf(long idHigh, long idLow, int lanes) => (int)(KeyedHash.Hash(KeyedHash.LaneKey, idHigh, idLow) & (ulong)(lanes - 1));

    /// <summary>The lanes of <paramref name="rank"/> of <paramref name="ranks"/> when there are <paramref name="lanes"/> lanes.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The counts are no powers of two, or there are more ranks than lanes.</exception>
    public static LaneRange OfRank(int lanes, int rank, int ranks)
    {
        if (!BitOperations.IsPow2(lanes) || lanes > MaxLanes)
        {
            throw new ArgumentOutOfRangeException(nameof(lanes), lanes, $"lanes must be a power of two up to {MaxLanes}");
        }

        if (!BitOperations.IsPow2(ranks) || ranks > lanes)
        {
            throw new ArgumentOutOfRangeException(nameof(ranks), ranks, $"ranks must be a power of two up to the {lanes} lanes");
        }

        ArgumentOutOfRangeException.ThrowIfNegative(rank);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(rank, ranks);
        var count = lanes / ranks;
        return new LaneRange(rank * count, count);
    }

    /// <summary>Whether <paramref name="lane"/> is one of these.</summary>
    public bool Contains(int lane) => lane >= First && lane < End;
}
