using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

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

    private readonly int[] _left = new int[MomentBlock.MaxValues];
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
        while (MomentBlock.IsSupported && values.Length >= Vector512<double>.Count)
        {
            var block = values[..Math.Min(values.Length & -Vector512<double>.Count, MomentBlock.MaxValues)];
            if (MomentBlock.TryAdd(block, _sum, _squares, _left, out var left))
            {
                AddRange(block);
                foreach (var index in _left.AsSpan(0, left))
                {
                    _sum.Reserve(1);
                    _squares.Reserve(2);
                    AddReserved(block[index] + 0.0);
                }
            }
            else
            {
                AddOneByOne(block);
            }

            values = values[block.Length..];
        }

        AddOneByOne(values);
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

    private void AddOneByOne(ReadOnlySpan<double> values)
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

    private void AddBlock(ReadOnlySpan<double> values)
    {
        foreach (var each in values)
        {
            if (double.IsNaN(each))
            {
                continue;
            }

            var value = each + 0.0;
            Count++;
            Least = value < Least ? value : Least;
            Greatest = value > Greatest ? value : Greatest;
            AddReserved(value);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private void AddReserved(double value)
    {
        _sum.AddReserved(value);
        var square = value * value;
        if (double.IsInfinity(square))
        {
            Overflows++;
            return;
        }

        _squares.AddReserved(square);
        _squares.AddReserved(Math.FusedMultiplyAdd(value, value, -square));
    }

    // Count, least and greatest of a multiple of eight values.
    private void AddRange(ReadOnlySpan<double> values)
    {
        var least = Vector512.Create(Least);
        var greatest = Vector512.Create(Greatest);
        var missing = Vector512<long>.Zero;
        foreach (var each in MemoryMarshal.Cast<double, Vector512<double>>(values))
        {
            var isNan = Vector512.IsNaN(each);
            var value = each + Vector512<double>.Zero;
            missing -= isNan.AsInt64();
            least = Vector512.Min(least, Vector512.ConditionalSelect(isNan, least, value));
            greatest = Vector512.Max(greatest, Vector512.ConditionalSelect(isNan, greatest, value));
        }

        Count += values.Length - Vector512.Sum(missing);
        for (var l = 0; l < Vector512<double>.Count; l++)
        {
            Least = Math.Min(Least, least[l]);
            Greatest = Math.Max(Greatest, greatest[l]);
        }
    }
}
