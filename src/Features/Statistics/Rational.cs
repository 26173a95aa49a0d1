using System.Numerics;

namespace Millrace.Features.Statistics;

/// <summary>Exact quotients of integers, rounded once.</summary>
internal static class Rational
{
    /// <summary>numerator ÷ denominator · 2^exponent as the nearest double, ties to even; infinity where it is too large.</summary>
    public static double ToDouble(BigInteger numerator, BigInteger denominator, int exponent)
    {
        if (numerator.IsZero)
        {
            return 0;
        }

        var negative = numerator.Sign < 0;
        var magnitude = BigInteger.Abs(numerator);

        // A quotient of at least 55 bits, and a sticky bit for what is left; then cut to 53 bits, fewer among the subnormals.
        var shift = 66 - (int)(magnitude.GetBitLength() - denominator.GetBitLength());
        var quotient = shift >= 0
            ? BigInteger.DivRem(magnitude << shift, denominator, out var rest)
            : BigInteger.DivRem(magnitude, denominator << -shift, out rest);
        exponent -= shift;
        var length = (int)quotient.GetBitLength();
        var keep = Math.Min(53, length + exponent + 1_074);
        if (keep < 0)
        {
            return negative ? -0.0 : 0.0;
        }

        var drop = length - keep;
        var kept = quotient >> drop;
        var lost = quotient - (kept << drop);
        var half = BigInteger.One << (drop - 1);
        if (lost > half || (lost == half && (!rest.IsZero || !kept.IsEven)))
        {
            kept += 1;
        }

        var result = Scale((double)kept, exponent + drop);
        return negative ? -result : result;
    }

    private static double Scale(double value, int exponent)
    {
        // Exact: value has at most 53 bits, and the result was made to be a double.
        for (; exponent > 0 && double.IsFinite(value); exponent -= Math.Min(exponent, 1_000))
        {
            value *= BitConverter.Int64BitsToDouble((long)(Math.Min(exponent, 1_000) + 1_023) << 52);
        }

        for (; exponent < 0; exponent -= Math.Max(exponent, -1_000))
        {
            value *= BitConverter.Int64BitsToDouble((long)(Math.Max(exponent, -1_000) + 1_023) << 52);
        }

        return value;
    }
}
