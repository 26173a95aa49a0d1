namespace Millrace.Exact;

/// <content>Logarithms in two doubles, for powers.</content>
internal static partial class ExactMath
{
    /// <summary>log x as an unevaluated sum with an error below 2^-63 of it; x positive and finite.</summary>
    private static void LogWide(double x, out double high, out double low)
    {
        var k = Split(x, out var m);
        var f = m - 1;

        // s = f ÷ (2 + f) with what the division left over. 2 + f may round: its loss is known exactly.
        var d = 2 + f;
        var dLow = f - (d - 2);
        var s = f / d;
        var sLow = (Math.FusedMultiplyAdd(-s, d, f) - (s * dLow)) / d;

        // z = s² in two parts, and 2·artanh(s) = 2s + s·z·(2/3 + z·(2/5 + …)), the first coefficient in two parts.
        var z = s * s;
        var zLow = Math.FusedMultiplyAdd(s, s, -z) + (2 * s * sLow);
        var series = z * ((LogSeries(z) - (2.0 / 3)) / z);
        Add(2.0 / 3, z == 0 ? 0 : series, out var c, out var cLow);
        cLow += 3.700743415417188e-17;
        Multiply(z, zLow, c, cLow, out var t, out var tLow);
        Multiply(t, tLow, s, sLow, out var u, out var uLow);
        Add(2 * s, u, out var log, out var logLow);
        logLow += (2 * sLow) + uLow;

        Add(k * Ln2High, log, out high, out var lost);
        low = lost + logLow + (k * Ln2Low);
        var sum = high + low;
        low = (high - sum) + low;
        high = sum;
    }

    /// <summary>a + b with its rounding error (Knuth's two-sum).</summary>
    private static void Add(double a, double b, out double sum, out double error)
    {
        sum = a + b;
        var part = sum - a;
        error = (a - (sum - part)) + (b - part);
    }

    private static void Multiply(double a, double aLow, double b, double bLow, out double product, out double error)
    {
        product = a * b;
        error = Math.FusedMultiplyAdd(a, b, -product) + ((a * bLow) + (aLow * b));
    }

    /// <summary>Powers of 0, infinity, or to infinity, of a magnitude that is not 1 unless y is infinite.</summary>
    private static double PowOfLimit(double magnitude, double y)
    {
        if (double.IsInfinity(y) && magnitude == 1)
        {
            return 1;
        }

        return magnitude > 1 == y > 0 ? double.PositiveInfinity : 0;
    }
}
