namespace Millrace.Exact;

/// <content>Sine and cosine.</content>
internal static partial class ExactMath
{
    /// <summary>Largest magnitude that <see cref="Sin"/> and <see cref="Cos"/> reduce: 2^30.</summary>
    public const double LargestAngle = 1_073_741_824;

    private const double HalfPiHigh = 1.5707963267948966;
    private const double HalfPiMiddle = 6.123233995736766e-17;
    private const double HalfPiLow = -1.4973849048591698e-33;
    private const double HalfPiInverse = 0.6366197723675814;

    /// <summary>Sine of an angle in radians within 1 ulp for |x| up to <see cref="LargestAngle"/>; NaN beyond.</summary>
    public static double Sin(double x)
    {
        var quadrant = Reduce(x, out var r, out var low);
        return quadrant switch
        {
            0 => SinOf(r, low),
            1 => CosOf(r, low),
            2 => -SinOf(r, low),
            3 => -CosOf(r, low),
            _ => double.NaN,
        };
    }

    /// <summary>Cosine of an angle in radians within 1 ulp for |x| up to <see cref="LargestAngle"/>; NaN beyond.</summary>
    public static double Cos(double x)
    {
        var quadrant = Reduce(x, out var r, out var low);
        return quadrant switch
        {
            0 => CosOf(r, low),
            1 => -SinOf(r, low),
            2 => -CosOf(r, low),
            3 => SinOf(r, low),
            _ => double.NaN,
        };
    }

    /// <summary>x − n·π/2 in two parts; gives n modulo 4, or −1 out of range.</summary>
    private static int Reduce(double x, out double r, out double low)
    {
        r = x;
        low = 0;
        if (!(Math.Abs(x) <= LargestAngle))
        {
            return -1;
        }

        if (Math.Abs(x) <= 0.7853981633974483)
        {
            return 0;
        }

        // The first difference is exact: a multiple of the high part's last place, and below 2. The next is kept with its error.
        var n = Math.Round(x * HalfPiInverse);
        var first = Math.FusedMultiplyAdd(-n, HalfPiHigh, x);
        var middle = n * HalfPiMiddle;
        var middleLow = Math.FusedMultiplyAdd(n, HalfPiMiddle, -middle);
        r = first - middle;
        low = ((first - r) - middle) - middleLow - (n * HalfPiLow);
        return (int)((long)n & 3);
    }

    private static double SinOf(double r, double low)
    {
        var z = r * r;
        var p = -1.0 / 121645100408832000.0;
        p = Math.FusedMultiplyAdd(p, z, 1.0 / 355687428096000.0);
        p = Math.FusedMultiplyAdd(p, z, -1.0 / 1307674368000.0);
        p = Math.FusedMultiplyAdd(p, z, 1.0 / 6227020800.0);
        p = Math.FusedMultiplyAdd(p, z, -1.0 / 39916800.0);
        p = Math.FusedMultiplyAdd(p, z, 1.0 / 362880.0);
        p = Math.FusedMultiplyAdd(p, z, -1.0 / 5040.0);
        p = Math.FusedMultiplyAdd(p, z, 1.0 / 120.0);
        p = Math.FusedMultiplyAdd(p, z, -1.0 / 6.0);
        return r + Math.FusedMultiplyAdd(p * z, r, low * (1 - (0.5 * z)));
    }

    private static double CosOf(double r, double low)
    {
        var z = r * r;
        var p = 1.0 / 2432902008176640000.0;
        p = Math.FusedMultiplyAdd(p, z, -1.0 / 6402373705728000.0);
        p = Math.FusedMultiplyAdd(p, z, 1.0 / 20922789888000.0);
        p = Math.FusedMultiplyAdd(p, z, -1.0 / 87178291200.0);
        p = Math.FusedMultiplyAdd(p, z, 1.0 / 479001600.0);
        p = Math.FusedMultiplyAdd(p, z, -1.0 / 3628800.0);
        p = Math.FusedMultiplyAdd(p, z, 1.0 / 40320.0);
        p = Math.FusedMultiplyAdd(p, z, -1.0 / 720.0);
        p = Math.FusedMultiplyAdd(p, z, 1.0 / 24.0);

        // 1 − z/2 rounds; the loss goes back in with the small terms, and with −r·low from the reduced angle's second part.
        var half = 0.5 * z;
        var halfLow = 0.5 * Math.FusedMultiplyAdd(r, r, -z);
        var head = 1 - half;
        return head + (((1 - head) - half) + (Math.FusedMultiplyAdd(p * z, z, -halfLow) - (r * low)));
    }
}
