using System.Globalization;

namespace Millrace.Features.Contracts;

/// <summary>Fixed-point numbers as unscaled 128-bit integers.</summary>
internal static class Decimals
{
    private static readonly Int128[] Powers = MakePowers();

    /// <summary>10^exponent, exponent 0–38.</summary>
    public static Int128 Power(int exponent) => Powers[exponent];

    /// <summary>The float nearest to value / 10^scale, ties to even.</summary>
    public static double ToDouble(Int128 value, int scale)
    {
        if (scale == 0 && value <= 9_007_199_254_740_992 && value >= -9_007_199_254_740_992)
        {
            return (long)value;
        }

        if (scale <= 22 && value <= 9_007_199_254_740_992 && value >= -9_007_199_254_740_992)
        {
            // Both are exact floats, so that one division rounds once.
            return (long)value / (double)Powers[scale];
        }

        Span<byte> text = stackalloc byte[64];
        var length = Format(value, scale, text);
        return double.Parse(text[..length], NumberStyles.Float, CultureInfo.InvariantCulture);
    }

    /// <summary>Writes sign, digits, point and exactly <paramref name="scale"/> digits; gives the number of bytes, at most 42.</summary>
    public static int Format(Int128 value, int scale, Span<byte> target)
    {
        var length = 0;
        if (value < 0)
        {
            target[length++] = (byte)'-';
        }

        var magnitude = value < 0 ? (UInt128)(-value) : (UInt128)value;
        Span<byte> digits = stackalloc byte[40];
        var count = 0;
        while (magnitude > 0 || count <= scale)
        {
            (magnitude, var digit) = UInt128.DivRem(magnitude, 10);
            digits[count++] = (byte)('0' + (int)digit);
        }

        while (count > 0)
        {
            if (count == scale)
            {
                target[length++] = (byte)'.';
            }

            target[length++] = digits[--count];
        }

        return length;
    }

    private static Int128[] MakePowers()
    {
        var powers = new Int128[39];
        powers[0] = 1;
        for (var i = 1; i < powers.Length; i++)
        {
            powers[i] = powers[i - 1] * 10;
        }

        return powers;
    }
}
