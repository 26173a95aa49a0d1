using System.Numerics;

namespace Millrace.Features.Statistics;

/// <summary>
/// Count, least, greatest, and exact sums of values and of squares of finite doubles. A commutative monoid in its bytes. Not thread-safe.
/// </summary>
/// <remarks>
/// A square enters as its rounded value and what the rounding lost, so it is exact while x² stays above 2^-968; squares above the largest double are counted, and
/// make the deviation unknown.
/// </remarks>
internal sealed class ExactMoments
{
    // Two summands a value among the squares: within what a sum can make room for at once.
    private const int BlockRows = 400;

    private ExactSum _sum = new();
    private ExactSum _squares = new();

    /// <summary>Values added.</summary>
    public long Count { get; private set; }

    /// <summary>Values whose square is too large for a double.</summary>
    public long Overflows { get; private set; }

    /// <summary>Least value, −0 as 0; +infinity for none.</summary>
    public double Least { get; private set; } = double.PositiveInfinity;

    /// <summary>Greatest value, −0 as 0; −infinity for none.</summary>
    public double Greatest { get; private set; } = double.NegativeInfinity;

    /// <summary>Exact sum, rounded once.</summary>
    public double Sum => _sum.ToDouble();

    /// <summary>Exact mean, rounded once; 0 for no values.</summary>
    public double Mean => Count == 0 ? 0 : Rational.ToDouble(_sum.ToInteger(), Count, -1_074);

    /// <summary>
    /// Standard deviation over the count (not the count − 1): the root of the exact variance, rounded once. 0 for no values, NaN where squares overflowed.
    /// </summary>
    public double Deviation
    {
        get
        {
            if (Count == 0 || Overflows > 0)
            {
                return Count == 0 ? 0 : double.NaN;
            }

            // n·Σx² − (Σx)² over n², in units of 2^-2148.
            var sum = _sum.ToInteger();
            var spread = ((_squares.ToInteger() << 1_074) * Count) - (sum * sum);
            return spread.Sign <= 0 ? 0 : Math.Sqrt(Rational.ToDouble(spread, (BigInteger)Count * Count, -2_148));
        }
    }

    /// <summary>Adds values; NaN stands for none.</summary>
    public void Add(ReadOnlySpan<double> values)
    {
        while (!values.IsEmpty)
        {
            var block = values[..Math.Min(values.Length, BlockRows)];
            _sum.Reserve(block.Length);
            _squares.Reserve(2 * block.Length);
            AddBlock(block);
            values = values[block.Length..];
        }
    }

    /// <summary>Adds the values of other moments.</summary>
    public void Merge(ExactMoments other)
    {
        Count += other.Count;
        Overflows += other.Overflows;
        Least = other.Least < Least ? other.Least : Least;
        Greatest = other.Greatest > Greatest ? other.Greatest : Greatest;
        _sum.Merge(other._sum);
        _squares.Merge(other._squares);
    }

    public void Write(StateWriter writer)
    {
        writer.Write(Count);
        writer.Write(Overflows);
        writer.Write(Least);
        writer.Write(Greatest);
        _sum.Write(writer);
        _squares.Write(writer);
    }

    public static ExactMoments Read(ref StateReader reader) => new()
    {
        Count = reader.ReadInt64(),
        Overflows = reader.ReadInt64(),
        Least = reader.ReadDouble(),
        Greatest = reader.ReadDouble(),
        _sum = ExactSum.Read(ref reader),
        _squares = ExactSum.Read(ref reader),
    };

    private void AddBlock(ReadOnlySpan<double> values)
    {
        var least = Least;
        var greatest = Greatest;
        var count = 0L;
        foreach (var each in values)
        {
            if (double.IsNaN(each))
            {
                continue;
            }

            var value = each + 0.0;
            count++;
            least = value < least ? value : least;
            greatest = value > greatest ? value : greatest;
            _sum.AddReserved(value);
            var square = value * value;
            if (double.IsInfinity(square))
            {
                Overflows++;
                continue;
            }

            _squares.AddReserved(square);
            _squares.AddReserved(Math.FusedMultiplyAdd(value, value, -square));
        }

        Count += count;
        Least = least;
        Greatest = greatest;
    }
}
