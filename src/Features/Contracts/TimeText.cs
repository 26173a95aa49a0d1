namespace Millrace.Features.Contracts;

/// <summary>Reads dates and times in ISO 8601 from UTF-8, and the pieces that patterns share with it.</summary>
internal static class TimeText
{
    /// <summary>yyyy-MM-dd.</summary>
    public static bool TryReadDate(ReadOnlySpan<byte> text, out int days)
    {
        var parts = new TimeParts();
        days = 0;
        if (!TryReadDay(ref text, ref parts) || !text.IsEmpty || !parts.TryGet(out var microseconds))
        {
            return false;
        }

        days = (int)CivilTime.FloorDiv(microseconds, CivilTime.MicrosecondsPerDay);
        return true;
    }

    /// <summary>
    /// yyyy-MM-dd, T or a space, HH:mm, then optionally :ss and a fraction of up to nine digits; with <paramref name="zoned"/> an offset (Z, ±HH, ±HHmm,
    /// ±HH:mm) must follow, without it none may.
    /// </summary>
    public static bool TryReadTime(ReadOnlySpan<byte> text, bool zoned, out long microseconds, out int nanoseconds)
    {
        var parts = new TimeParts();
        (microseconds, nanoseconds) = (0, 0);
        if (!TryReadDay(ref text, ref parts) || text.IsEmpty || text[0] is not ((byte)'T' or (byte)' '))
        {
            return false;
        }

        text = text[1..];
        if (!TryReadPart(ref text, 'H', ref parts) || !Skip(ref text, ':') || !TryReadPart(ref text, 'm', ref parts))
        {
            return false;
        }

        if (Skip(ref text, ':'))
        {
            if (!TryReadPart(ref text, 's', ref parts) || (Skip(ref text, '.') && !TryReadFraction(ref text, 1, 9, out parts.Nanoseconds)))
            {
                return false;
            }
        }

        if (zoned && !TryReadOffset(ref text, out parts.OffsetMinutes))
        {
            return false;
        }

        nanoseconds = parts.Nanoseconds % 1000;
        return text.IsEmpty && parts.TryGet(out microseconds);
    }

    public static bool TryReadDigits(ref ReadOnlySpan<byte> text, int least, int most, out int number)
    {
        number = 0;
        var count = 0;
        while (count < most && count < text.Length && text[count] is >= (byte)'0' and <= (byte)'9')
        {
            number = (number * 10) + text[count++] - '0';
        }

        text = text[count..];
        return count >= least;
    }

    public static bool TryReadFraction(ref ReadOnlySpan<byte> text, int least, int most, out int nanoseconds)
    {
        var before = text.Length;
        if (!TryReadDigits(ref text, least, most, out nanoseconds))
        {
            return false;
        }

        for (var digits = before - text.Length; digits < 9; digits++)
        {
            nanoseconds *= 10;
        }

        return true;
    }

    public static bool TryReadHalfDay(ref ReadOnlySpan<byte> text, ref int halfDay)
    {
        if (text.Length < 2 || (text[1] | 0x20) != 'm' || (text[0] | 0x20) is not ('a' or 'p'))
        {
            return false;
        }

        halfDay = (text[0] | 0x20) == 'a' ? 1 : 2;
        text = text[2..];
        return true;
    }

    public static bool TryReadOffset(ref ReadOnlySpan<byte> text, out int minutes)
    {
        minutes = 0;
        if (Skip(ref text, 'Z'))
        {
            return true;
        }

        var negative = !text.IsEmpty && text[0] == '-';
        if (!Skip(ref text, '+') && !Skip(ref text, '-'))
        {
            return false;
        }

        if (!TryReadDigits(ref text, 2, 2, out var hours) || hours > 18)
        {
            return false;
        }

        if ((Skip(ref text, ':') || !text.IsEmpty) && (!TryReadDigits(ref text, 2, 2, out minutes) || minutes > 59))
        {
            return false;
        }

        minutes = ((hours * 60) + minutes) * (negative ? -1 : 1);
        return true;
    }

    private static bool TryReadDay(ref ReadOnlySpan<byte> text, ref TimeParts parts)
    {
        if (!TryReadDigits(ref text, 4, 4, out var year) || !Skip(ref text, '-'))
        {
            return false;
        }

        parts.Set('y', year);
        return TryReadPart(ref text, 'M', ref parts) && Skip(ref text, '-') && TryReadPart(ref text, 'd', ref parts);
    }

    private static bool TryReadPart(ref ReadOnlySpan<byte> text, char letter, ref TimeParts parts)
    {
        if (!TryReadDigits(ref text, 2, 2, out var number))
        {
            return false;
        }

        parts.Set(letter, number);
        return true;
    }

    private static bool Skip(ref ReadOnlySpan<byte> text, char expected)
    {
        if (text.IsEmpty || text[0] != expected)
        {
            return false;
        }

        text = text[1..];
        return true;
    }
}
