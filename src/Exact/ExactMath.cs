using System.Runtime.CompilerServices;

namespace Millrace.Exact;

/// <summary>
/// Elementary functions in double precision from + − × ÷, square root, fused multiply-add, floor and round alone, in one fixed order: the same bits on
/// every machine, unlike the C library's. Errors are bounds in units of the last place (ulp), checked by tests against wide integer arithmetic.
/// Thread-safe.
/// </summary>
/// <remarks>
/// Polynomials are Taylor series of the reduced argument, cut where the next term is below 2^-56 of the result. Reduction subtracts n·ln 2 or
/// n·π/2 in parts whose products are exact (Cody and Waite, "Software manual for the elementary functions", 1980); the shape of log is that of
/// Ng, "Argument reduction for huge arguments: good to the last bit" and the FDLIBM notes: f − (f²/2 − s(f²/2 + R(s²))) with s = f/(2 + f).
/// </remarks>
internal static partial class ExactMath
{
    private const double Ln2High = 0.6931471805598903;
    private const double Ln2Low = 5.497923018708371e-14;
    private const double Ln2Inverse = 1.4426950408889634;
    private const double Ln2InverseLow = 2.0355273740931033e-17;
    private const double OverflowArgument = 709.782712893384;
    private const double UnderflowArgument = -745.1332191019412;

    /// <summary>e^x within 1 ulp; subnormal results too.</summary>
    public static double Exp(double x)
    {
        if (double.IsNaN(x))
        {
            return x;
        }

        if (x > OverflowArgument)
        {
            return double.PositiveInfinity;
        }

        if (x < UnderflowArgument)
        {
            return 0;
        }

        var n = Math.Round(x * Ln2Inverse);
        var high = Math.FusedMultiplyAdd(-n, Ln2High, x);
        return Scale(1 + ExpTail(high, -n * Ln2Low), (int)n);
    }

    /// <summary>e^x − 1 within 2 ulp, small arguments too.</summary>
    public static double Expm1(double x)
    {
        if (double.IsNaN(x) || x == 0)
        {
            return x;
        }

        if (x > OverflowArgument)
        {
            return double.PositiveInfinity;
        }

        if (x < -40)
        {
            return -1;
        }

        if (Math.Abs(x) < 5e-17)
        {
            return x;
        }

        var n = Math.Round(x * Ln2Inverse);
        var tail = ExpTail(Math.FusedMultiplyAdd(-n, Ln2High, x), -n * Ln2Low);
        if (n == 0)
        {
            return tail;
        }

        // Above 2^55 the 1 is below the last place, and 2^n − 1 could overflow before its product does.
        var scale = PowerOfTwo(Math.Min((int)n, 1_023));
        return n > 55 ? Scale(1 + tail, (int)n) : Math.FusedMultiplyAdd(scale, tail, scale - 1);
    }

    /// <summary>Natural logarithm within 1 ulp; −infinity at 0, NaN below.</summary>
    public static double Log(double x)
    {
        if (!(x > 0) || double.IsPositiveInfinity(x))
        {
            return x == 0 ? double.NegativeInfinity : x > 0 || double.IsNaN(x) ? x : double.NaN;
        }

        var k = Split(x, out var m);
        return LogOf(m - 1, k);
    }

    /// <summary>log(1 + x) within 2 ulp, small arguments too; −infinity at −1, NaN below.</summary>
    public static double Log1p(double x)
    {
        if (!(x > -1) || double.IsPositiveInfinity(x))
        {
            return x == -1 ? double.NegativeInfinity : x > 0 || double.IsNaN(x) ? x : double.NaN;
        }

        if (Math.Abs(x) < 1e-16)
        {
            return x;
        }

        if (x is > -0.29 and < 0.41)
        {
            return LogOf(x, 0);
        }

        // 1 + x rounds; what it lost, over 1 + x, is what the logarithm lacks.
        var sum = 1 + x;
        var lost = x > 1 ? 1 - (sum - x) : x - (sum - 1);
        var k = Split(sum, out var m);
        return LogOf(m - 1, k) + (lost / sum);
    }

    /// <summary>Binary logarithm within 2 ulp; exact at powers of two.</summary>
    public static double Log2(double x)
    {
        if (!(x > 0) || double.IsPositiveInfinity(x))
        {
            return Log(x);
        }

        var k = Split(x, out var m);
        var log = LogOf(m - 1, 0);
        var high = log * Ln2Inverse;
        var low = Math.FusedMultiplyAdd(log, Ln2Inverse, -high) + (log * Ln2InverseLow);
        return k + (high + low);
    }

    /// <summary>
    /// x^y within 2 ulp, with the special cases of IEEE 754: x^0 = 1 and 1^y = 1 even for NaN; a negative x needs a whole y, else NaN.
    /// </summary>
    public static double Pow(double x, double y)
    {
        if (y == 0 || x == 1)
        {
            return 1;
        }

        if (double.IsNaN(x) || double.IsNaN(y))
        {
            return double.NaN;
        }

        var whole = Math.Floor(y) == y;
        var odd = whole && Math.Abs(y) < 9007199254740992.0 && ((long)y & 1) != 0;
        var magnitude = Math.Abs(x);
        var sign = odd && double.IsNegative(x) ? -1.0 : 1.0;
        if (magnitude == 0 || double.IsInfinity(magnitude) || double.IsInfinity(y))
        {
            return sign * PowOfLimit(magnitude, y);
        }

        if (x < 0 && !whole)
        {
            return double.NaN;
        }

        LogWide(magnitude, out var high, out var low);
        var product = y * high;
        if (product is > 800 or < -800)
        {
            return sign * (product > 0 ? double.PositiveInfinity : 0);
        }

        var rest = Math.FusedMultiplyAdd(y, high, -product) + (y * low);
        return sign * ExpWide(product, rest);
    }

    /// <summary>Logistic function 1 ÷ (1 + e^−x) within 2 ulp where the result is above 2^-1022.</summary>
    public static double Sigmoid(double x)
    {
        if (x >= 0)
        {
            return 1 / (1 + Exp(-x));
        }

        var exp = Exp(x);
        return exp / (1 + exp);
    }

    /// <summary>log(1 + e^x) within 3 ulp.</summary>
    public static double Softplus(double x) => x > 0 ? x + Log1p(Exp(-x)) : Log1p(Exp(x));

    /// <summary>Hyperbolic tangent within 3 ulp.</summary>
    public static double Tanh(double x)
    {
        var magnitude = Math.Abs(x);
        if (magnitude < 1e-8 || double.IsNaN(x))
        {
            return x;
        }

        if (magnitude > 20)
        {
            return x > 0 ? 1 : -1;
        }

        var grown = Expm1(2 * magnitude);
        var result = grown / (grown + 2);
        return x > 0 ? result : -result;
    }

    /// <summary>e^(high + low) for a low that is small beside high: what products of logarithms need.</summary>
    private static double ExpWide(double high, double low)
    {
        if (high > OverflowArgument + 1)
        {
            return double.PositiveInfinity;
        }

        if (high < UnderflowArgument - 1)
        {
            return 0;
        }

        var n = Math.Round(high * Ln2Inverse);
        return Scale(1 + ExpTail(Math.FusedMultiplyAdd(-n, Ln2High, high), Math.FusedMultiplyAdd(-n, Ln2Low, low)), (int)n);
    }

    /// <summary>e^(high + low) − 1 for |high| up to half of ln 2.</summary>
    private static double ExpTail(double high, double low)
    {
        var r = high + low;
        var lost = (high - r) + low;
        var p = 1.0 / 87178291200.0;
        p = Math.FusedMultiplyAdd(p, r, 1.0 / 6227020800.0);
        p = Math.FusedMultiplyAdd(p, r, 1.0 / 479001600.0);
        p = Math.FusedMultiplyAdd(p, r, 1.0 / 39916800.0);
        p = Math.FusedMultiplyAdd(p, r, 1.0 / 3628800.0);
        p = Math.FusedMultiplyAdd(p, r, 1.0 / 362880.0);
        p = Math.FusedMultiplyAdd(p, r, 1.0 / 40320.0);
        p = Math.FusedMultiplyAdd(p, r, 1.0 / 5040.0);
        p = Math.FusedMultiplyAdd(p, r, 1.0 / 720.0);
        p = Math.FusedMultiplyAdd(p, r, 1.0 / 120.0);
        p = Math.FusedMultiplyAdd(p, r, 1.0 / 24.0);
        p = Math.FusedMultiplyAdd(p, r, 1.0 / 6.0);
        p = Math.FusedMultiplyAdd(p, r, 0.5);
        return r + Math.FusedMultiplyAdd(p * r, r, Math.FusedMultiplyAdd(lost, r, lost));
    }

    /// <summary>log(1 + f) + k·ln 2 for 1 + f between √½ and √2.</summary>
    private static double LogOf(double f, int k)
    {
        var s = f / (2 + f);
        var square = s * s;
        var half = 0.5 * f * f;
        var r = square * LogSeries(square);
        if (k == 0)
        {
            return f - (half - (s * (half + r)));
        }

        return (k * Ln2High) - ((half - Math.FusedMultiplyAdd(s, half + r, k * Ln2Low)) - f);
    }

    /// <summary>2/3 + 2/5·z + 2/7·z² + …: the series of 2·artanh(s) ÷ s − 2 over s².</summary>
    private static double LogSeries(double z)
    {
        var p = 2.0 / 25;
        p = Math.FusedMultiplyAdd(p, z, 2.0 / 23);
        p = Math.FusedMultiplyAdd(p, z, 2.0 / 21);
        p = Math.FusedMultiplyAdd(p, z, 2.0 / 19);
        p = Math.FusedMultiplyAdd(p, z, 2.0 / 17);
        p = Math.FusedMultiplyAdd(p, z, 2.0 / 15);
        p = Math.FusedMultiplyAdd(p, z, 2.0 / 13);
        p = Math.FusedMultiplyAdd(p, z, 2.0 / 11);
        p = Math.FusedMultiplyAdd(p, z, 2.0 / 9);
        p = Math.FusedMultiplyAdd(p, z, 2.0 / 7);
        p = Math.FusedMultiplyAdd(p, z, 2.0 / 5);
        return Math.FusedMultiplyAdd(p, z, 2.0 / 3);
    }

    /// <summary>x = m·2^k with m between √½ and √2; x positive and finite.</summary>
    private static int Split(double x, out double m)
    {
        var bits = BitConverter.DoubleToInt64Bits(x);
        var k = 0;
        if (bits < 0x0010_0000_0000_0000)
        {
            bits = BitConverter.DoubleToInt64Bits(x * 18014398509481984.0);
            k = -54;
        }

        // Adding what lies between √½ and 1 carries into the exponent exactly where the mantissa is √2 or more.
        bits += 0x3FF0_0000_0000_0000 - 0x3FE6_A09E_667F_3BCD;
        k += (int)(bits >> 52) - 1_023;
        m = BitConverter.Int64BitsToDouble((bits & 0x000F_FFFF_FFFF_FFFF) + 0x3FE6_A09E_667F_3BCD);
        return k;
    }

    /// <summary>value·2^n, in two steps where the result is subnormal, so that it is rounded once.</summary>
    private static double Scale(double value, int n) => n switch
    {
        > 1_023 => value * 2 * PowerOfTwo(n - 1),
        < -1_022 => value * PowerOfTwo(n + 200) * PowerOfTwo(-200),
        _ => value * PowerOfTwo(n),
    };

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static double PowerOfTwo(int n) => BitConverter.Int64BitsToDouble((long)(n + 1_023) << 52);
}
