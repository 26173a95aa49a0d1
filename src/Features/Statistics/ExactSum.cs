using System.Numerics;
using System.Runtime.CompilerServices;

namespace Millrace.Features.Statistics;

/// <summary>
/// Exact sum of finite doubles: a fixed-point number wide enough for all of them, so that order and grouping leave no trace. A commutative monoid in its bytes.
/// Not thread-safe.
/// </summary>
/// <remarks>
/// The small superaccumulator of Neal, "Fast exact summation using small and large superaccumulators", 2015: 32-bit digits in 64-bit cells, whose upper halves
/// collect carries until they are passed on.
/// </remarks>
internal sealed class ExactSum
{
    // 2,046 exponents and 53 bits make 66 digits; the last cells take the carries of up to 2^63 summands.
    private const int Cells = 69;

    // A summand adds less than 2^53 to a cell, so the cell stays below 2^63 for so many.
    private const int MostPending = 1_000;

    private readonly long[] _cells = new long[Cells];
    private int _pending;

    /// <summary>Adds a finite value.</summary>
    public void Add(double value)
    {
        Reserve(1);
        AddReserved(value);
    }

    /// <summary>Makes room for so many summands, up to 900, to be added by <see cref="AddReserved"/>.</summary>
    public void Reserve(int summands)
    {
        if (_pending + summands > MostPending)
        {
            Carry();
        }

        _pending += summands;
    }

    /// <summary>Adds a finite value for which there is room.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void AddReserved(double value)
    {
        var bits = BitConverter.DoubleToInt64Bits(value);
        var exponent = (int)((ulong)bits >> 52) & 0x7FF;
        var mantissa = bits & 0xF_FFFF_FFFF_FFFF;
        if (exponent == 0)
        {
            exponent = 1;
        }
        else
        {
            mantissa |= 1L << 52;
        }

        var position = exponent - 1;
        var shift = position & 31;
        var low = (mantissa << shift) & 0xFFFF_FFFF;
        var high = mantissa >> (32 - shift);
        var sign = bits >> 63;
        ref var cell = ref _cells[position >> 5];
        cell += (low ^ sign) - sign;
        Unsafe.Add(ref cell, 1) += (high ^ sign) - sign;
    }

    /// <summary>Adds value × 2^exponent, for which there is room; the exponent is at least −1,074, and the value lies within ±2^62.</summary>
    public void AddScaled(long value, int exponent)
    {
        var position = exponent + 1_074;
        var shift = position & 31;
        var low = (value & 0xFFFF_FFFF) << shift;
        var high = (value >> 32) << shift;
        ref var cell = ref _cells[position >> 5];
        cell += low & 0xFFFF_FFFF;
        Unsafe.Add(ref cell, 1) += (low >>> 32) + (high & 0xFFFF_FFFF);
        Unsafe.Add(ref cell, 2) += high >> 32;
    }

    /// <summary>Adds another sum.</summary>
    public void Merge(ExactSum other)
    {
        Carry();
        other.Carry();
        for (var i = 0; i < Cells; i++)
        {
            _cells[i] += other._cells[i];
        }

        Carry();
    }

    /// <summary>The sum in units of 2^-1074.</summary>
    public BigInteger ToInteger()
    {
        Carry();
        var sum = BigInteger.Zero;
        for (var i = Cells - 1; i >= 0; i--)
        {
            sum = (sum << 32) + _cells[i];
        }

        return sum;
    }

    /// <summary>The sum, rounded once.</summary>
    public double ToDouble() => Rational.ToDouble(ToInteger(), BigInteger.One, -1_074);

    /// <summary>Writes the digits, which are unique for a sum.</summary>
    public void Write(StateWriter writer)
    {
        Carry();
        var first = 0;
        var last = Cells - 1;
        while (first < Cells && _cells[first] == 0)
        {
            first++;
        }

        while (last >= first && _cells[last] == 0)
        {
            last--;
        }

        writer.Write(last - first + 1);
        if (last >= first)
        {
            writer.Write(first);
            for (var i = first; i <= last; i++)
            {
                writer.Write(_cells[i]);
            }
        }
    }

    /// <summary>Reads what <see cref="Write"/> wrote.</summary>
    public static ExactSum Read(ref StateReader reader)
    {
        var sum = new ExactSum();
        var count = reader.ReadCount(8);
        var first = count > 0 ? reader.ReadInt32() : 0;
        if (count > Cells || first < 0 || first > Cells - count)
        {
            throw new InvalidDataException("A sum has more digits than it can have.");
        }

        for (var i = 0; i < count; i++)
        {
            var digit = reader.ReadInt64();
            if (first + i < Cells - 1 && (ulong)digit > 0xFFFF_FFFF)
            {
                throw new InvalidDataException("A digit of a sum is out of range.");
            }

            sum._cells[first + i] = digit;
        }

        return sum;
    }

    /// <summary>Brings every cell but the last, which carries the sign, to 0 … 2^32 − 1.</summary>
    private void Carry()
    {
        for (var i = 0; i < Cells - 1; i++)
        {
            var carry = _cells[i] >> 32;
            _cells[i] &= 0xFFFF_FFFF;
            _cells[i + 1] += carry;
        }

        _pending = 1;
    }
}
