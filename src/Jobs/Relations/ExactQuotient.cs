using System.Numerics;

namespace Millrace.Jobs.Relations;

/// <summary>Division of whole numbers to the nearest float64, ties to even: the one place where sums become means.</summary>
internal static class ExactQuotient
{
    private const long ExactLimit = 1L << 53;
    private const int QuotientBits = 56;

    /// <summary>numerator / denominator.</summary>
    /// <param name="numerator">Any.</param>
    /// <param name="denominator">Above 0.</param>
    public static double Of(Int128 numerator, Int128 denominator)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(denominator, Int128.One);
        if (Int128.Abs(numerator) <= ExactLimit && denominator <= ExactLimit)
        {
            // Both are floats, so that one division rounds once.
            return (double)(long)numerator / (long)denominator;
        }

        var top = BigInteger.Abs(numerator);
        var bottom = (BigInteger)denominator;
        var shift = QuotientBits - (int)(top.GetBitLength() - bottom.GetBitLength());
        (top, bottom) = shift >= 0 ? (top << shift, bottom) : (top, bottom << -shift);
        var quotient = BigInteger.DivRem(top, bottom, out var rest);

        // 56 or 57 bits, the last one saying whether anything follows: the cast then rounds as the whole number would.
        var bits = (long)quotient | (rest.IsZero ? 0L : 1L);
        var value = Math.ScaleB((double)bits, -shift);
        return numerator < 0 ? -value : value;
    }
}
