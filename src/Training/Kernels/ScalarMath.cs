namespace Millrace.Training.Kernels;

/// <summary>
/// Double-precision functions by fixed-order series and fused multiply-add, for losses, schedules and bias corrections: the
/// same bytes on every machine. Within 2 ulp over the ranges that are used. Thread-safe.
/// </summary>
internal static class ScalarMath
{
    private const double Log2E = 1.4426950408889634;
    private const double Ln2High = 0.6931471803691238;
    private const double Ln2Low = 1.9082149292705877e-10;
    private const int ExpTerms = 14;
    private const int LogTerms = 12;
    private const int SineTerms = 13;

    /// <summary>e^x; 0 below −745.2, +∞ above 709.8.</summary>
    public static double Exp(double x)
    {
        if (double.IsNaN(x))
        {
            return x;
        }

        var clamped = Math.Clamp(x, -746.0, 710.0);
        var n = Math.Round(clamped * Log2E);
        var r = Math.FusedMultiplyAdd(-n, Ln2Low, Math.FusedMultiplyAdd(-n, Ln2High, clamped));
        var sum = 1.0;
        for (var term = ExpTerms; term >= 1; term--)
        {
            sum = Math.FusedMultiplyAdd(sum, r / term, 1.0);
        }

        var half = (int)n / 2;
        return sum * PowerOfTwo(half) * PowerOfTwo((int)n - half);
    }

    /// <summary>ln x for x &gt; 0; −∞ for 0, NaN below.</summary>
    public static double Log(double x)
    {
        if (!(x > 0) || double.IsPositiveInfinity(x))
        {
            return x == 0 ? double.NegativeInfinity : x > 0 ? x : double.NaN;
        }

        var shift = x < 2.2250738585072014e-308 ? 54 : 0;
        var bits = BitConverter.DoubleToInt64Bits(x * PowerOfTwo(shift));
        var exponent = (int)(bits >> 52) - 1023 - shift;
        var m = BitConverter.Int64BitsToDouble((bits & 0x000F_FFFF_FFFF_FFFF) | 0x3FF0_0000_0000_0000);
        if (m > 1.4142135623730951)
        {
            m *= 0.5;
            exponent++;
        }

        var s = (m - 1) / (m + 1);
        var square = s * s;
        var sum = 0.0;
        for (var term = LogTerms; term >= 1; term--)
        {
            sum = Math.FusedMultiplyAdd(sum, square, 1.0 / ((2 * term) + 1));
        }

        // ln m = 2 s + 2 s³ Σ …, and the exponent's share in two parts.
        var tail = 2 * s * square * sum;
        return Math.FusedMultiplyAdd(exponent, Ln2High, Math.FusedMultiplyAdd(exponent, Ln2Low, tail) + (2 * s));
    }

    /// <summary>ln(1 + x) for x ≥ 0.</summary>
    public static double Log1P(double x)
    {
        var u = 1 + x;
        return u == 1 ? x : Log(u) + ((x - (u - 1)) / u);
    }

    /// <summary>cos(π t) for t in [0, 1].</summary>
    public static double CosPi(double t)
    {
        var x = Math.PI * (0.5 - t);
        var square = x * x;
        var sum = 1.0;
        for (var term = SineTerms; term >= 1; term--)
        {
            sum = Math.FusedMultiplyAdd(sum, -square / ((2.0 * term) * ((2.0 * term) + 1)), 1.0);
        }

        return x * sum;
    }

    /// <summary>x^n by repeated squaring, n ≥ 0.</summary>
    public static double Power(double x, long n)
    {
        var result = 1.0;
        for (; n > 0; n >>= 1, x *= x)
        {
            if ((n & 1) != 0)
            {
                result *= x;
            }
        }

        return result;
    }

    private static double PowerOfTwo(int exponent) => BitConverter.Int64BitsToDouble((long)(exponent + 1023) << 52);
}
