using System.Buffers;
using System.Globalization;

namespace Millrace.Features.Contracts;

/// <summary>Strict parsers of numbers and truth values in UTF-8: no spaces, no grouping, a point as decimal sign.</summary>
internal static class TextParsing
{
    private const int MaxNumberBytes = 1_000;

    private static readonly SearchValues<byte> NumberBytes = SearchValues.Create("0123456789+-.eE"u8);

    public static FaultKind Bool(ReadOnlySpan<byte> text, out bool value)
    {
        value = text.Length == 4 && Ascii(text, "true"u8);
        return value || (text.Length == 5 && Ascii(text, "false"u8)) ? FaultKind.None : FaultKind.Unparsable;
    }

    /// <summary>A whole number: an optional minus sign and digits.</summary>
    public static FaultKind Integer(ReadOnlySpan<byte> text, long min, long max, out long value)
    {
        value = 0;
        var negative = text.Length > 0 && text[0] == '-';
        var digits = negative ? text[1..] : text;
        if (digits.IsEmpty || digits.ContainsAnyExceptInRange((byte)'0', (byte)'9'))
        {
            return FaultKind.Unparsable;
        }

        digits = digits.TrimStart((byte)'0');
        if (digits.Length > 19)
        {
            return FaultKind.Overflow;
        }

        Int128 magnitude = 0;
        foreach (var digit in digits)
        {
            magnitude = (magnitude * 10) + (digit - '0');
        }

        var signed = negative ? -magnitude : magnitude;
        if (signed < min || signed > max)
        {
            return FaultKind.Overflow;
        }

        value = (long)signed;
        return FaultKind.None;
    }

    /// <summary>A decimal: sign, digits, point, digits, and where allowed an exponent.</summary>
    public static FaultKind Decimal(ReadOnlySpan<byte> text, DecimalLimits limits, bool allowExponent, out Int128 value)
    {
        value = 0;
        var negative = text.Length > 0 && text[0] == '-';
        text = negative ? text[1..] : text;
        var exponent = 0;
        if (allowExponent && text.IndexOfAny((byte)'e', (byte)'E') is >= 0 and var at)
        {
            exponent = int.Parse(text[(at + 1)..], NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture);
            text = text[..at];
        }

        Int128 unscaled = 0;
        var (digits, places, trailing, point) = (0, 0, 0, false);
        foreach (var b in text)
        {
            if (b == '.' && !point)
            {
                point = true;
                continue;
            }

            if (b is < (byte)'0' or > (byte)'9')
            {
                return FaultKind.Unparsable;
            }

            digits++;
            places += point ? 1 : 0;
            if (b == '0')
            {
                trailing++;
                continue;
            }

            if (!Append(ref unscaled, trailing, b - '0'))
            {
                return point ? FaultKind.Fraction : FaultKind.Overflow;
            }

            trailing = 0;
        }

        if (digits == 0 || (point && (text[0] == '.' || text[^1] == '.')))
        {
            return FaultKind.Unparsable;
        }

        return Scale(negative ? -unscaled : unscaled, places - trailing - exponent, limits, out value);
    }

    /// <summary>A floating-point number.</summary>
    public static FaultKind Float(ReadOnlySpan<byte> text, FloatLimits limits, out double value)
    {
        const NumberStyles Style = NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint | NumberStyles.AllowExponent;
        value = 0;
        if (text.IsEmpty || text.Length > MaxNumberBytes || text[0] == '+' || text[^1] == 0)
        {
            return FaultKind.Unparsable;
        }

        if (NotANumber(text, out value))
        {
            return limits.AllowsNan ? FaultKind.None : FaultKind.NotFinite;
        }

        if (text.ContainsAnyExcept(NumberBytes) || !double.TryParse(text, Style, CultureInfo.InvariantCulture, out value))
        {
            return FaultKind.Unparsable;
        }

        return double.IsFinite(value) ? limits.Check(ref value) : FaultKind.Overflow;
    }

    private static bool NotANumber(ReadOnlySpan<byte> text, out double value)
    {
        value = double.NaN;
        if (Ascii(text, "nan"u8))
        {
            return true;
        }

        var negative = text[0] == '-';
        value = negative ? double.NegativeInfinity : double.PositiveInfinity;
        text = negative ? text[1..] : text;
        return Ascii(text, "inf"u8) || Ascii(text, "infinity"u8);
    }

    private static FaultKind Scale(Int128 unscaled, int places, DecimalLimits limits, out Int128 value)
    {
        value = 0;
        if (unscaled == 0)
        {
            return FaultKind.None;
        }

        if (places > 38)
        {
            return FaultKind.Fraction;
        }

        if (places >= 0)
        {
            return limits.Rescale(unscaled, places, out value);
        }

        // Trailing zeros before the point: put them back.
        if (places < -38 || !Append(ref unscaled, -places, 0))
        {
            return FaultKind.Overflow;
        }

        return limits.Rescale(unscaled / 10, 0, out value);
    }

    private static bool Append(ref Int128 value, int zeros, int digit)
    {
        if (zeros > 37)
        {
            return value == 0 && (value = digit) >= 0;
        }

        var factor = Decimals.Power(zeros + 1);
        if (value > Int128.MaxValue / factor - 1 || value < (Int128.MinValue / factor) + 1)
        {
            return false;
        }

        value = (value * factor) + digit;
        return true;
    }

    private static bool Ascii(ReadOnlySpan<byte> text, ReadOnlySpan<byte> lower)
    {
        if (text.Length != lower.Length)
        {
            return false;
        }

        for (var i = 0; i < text.Length; i++)
        {
            if ((text[i] | 0x20) != lower[i])
            {
                return false;
            }
        }

        return true;
    }
}
