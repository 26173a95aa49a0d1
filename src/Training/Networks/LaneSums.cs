using System.Numerics;

namespace Millrace.Training.Networks;

/// <summary>float64 sums over rows: added up in row order within a lane, then over the lanes in the balanced tree.</summary>
internal sealed class LaneSums(int count)
{
    private const int MostLevels = 13;

    private readonly double[] _carry = new double[count * MostLevels];
    private int _lane;

    /// <summary>The sums of the lane that is being added up.</summary>
    public Span<double> Leaf => _carry.AsSpan(BitOperations.PopCount((uint)_lane) * count, count);

    /// <summary>Starts with lane 0.</summary>
    public void Begin()
    {
        _lane = 0;
        Leaf.Clear();
    }

    /// <summary>Ends the lane: adds +0, folds it into the partial sums, starts the next.</summary>
    public void EndLane()
    {
        var at = BitOperations.PopCount((uint)_lane) * count;
        var merges = BitOperations.TrailingZeroCount(_lane + 1);
        for (var index = 0; index < count; index++)
        {
            var value = _carry[at + index] + 0.0;
            for (var merge = 1; merge <= merges; merge++)
            {
                value = _carry[at + index - (merge * count)] + value;
            }

            _carry[at + index - (merges * count)] = value;
        }

        _lane++;
        Leaf.Clear();
    }

    /// <summary>The sums over all lanes; their number was a power of two.</summary>
    public ReadOnlySpan<double> Total => _carry.AsSpan(0, count);
}
