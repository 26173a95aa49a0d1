namespace Millrace.Features.Contracts;

/// <summary>
/// How text is read as a date or timestamp. Letters: <c>yyyy</c>; <c>MM dd HH hh mm ss</c> (two digits) or <c>M d H h m s</c> (one or two); <c>f…</c> (that many
/// digits of the fraction, at most nine); <c>tt</c> (AM or PM); <c>zzz</c> (Z or ±HH:mm). Everything else stands for itself. Immutable.
/// </summary>
internal sealed class TimePattern
{
    private const int MaxLength = 60;

    private readonly (char Letter, int Count)[] _tokens;

    private TimePattern((char Letter, int Count)[] tokens) => _tokens = tokens;

    /// <summary>Whether the pattern reads an offset from UTC.</summary>
    public bool HasZone => _tokens.Any(token => token.Letter == 'z');

    /// <summary>Whether the pattern reads a time of day.</summary>
    public bool HasTime => _tokens.Any(token => token.Letter is 'H' or 'h');

    /// <summary>Compiles a pattern; <paramref name="problem"/> says why there is none.</summary>
    public static TimePattern? Compile(string pattern, out string? problem)
    {
        var tokens = new List<(char, int)>();
        for (var i = 0; i < pattern.Length;)
        {
            var letter = pattern[i];
            var count = 1;
            if (!"yMdHhmsftz".Contains(letter, StringComparison.Ordinal))
            {
                tokens.Add(letter == 'T' || !char.IsAsciiLetter(letter) || letter == 'Z' ? (letter, 0) : ('?', 0));
                i++;
                continue;
            }

            while (i + count < pattern.Length && pattern[i + count] == letter)
            {
                count++;
            }

            tokens.Add((letter, count));
            i += count;
        }

        problem = Problem(pattern, tokens);
        return problem is null ? new TimePattern([.. tokens]) : null;
    }

    /// <summary>Reads text; the result is microseconds since 1970-01-01 and the nanoseconds below them.</summary>
    public bool TryRead(ReadOnlySpan<byte> text, out long microseconds, out int nanoseconds)
    {
        var parts = new TimeParts();
        foreach (var (letter, count) in _tokens)
        {
            if (!Read(ref text, letter, count, ref parts))
            {
                (microseconds, nanoseconds) = (0, 0);
                return false;
            }
        }

        nanoseconds = parts.Nanoseconds % 1000;
        return parts.TryGet(out microseconds) && text.IsEmpty;
    }

    private static string? Problem(string pattern, List<(char Letter, int Count)> tokens)
    {
        if (pattern.Length is 0 or > MaxLength || tokens.Contains(('?', 0)) || pattern.Any(c => c > 127))
        {
            return $"'{pattern}' is not a time pattern; use yyyy MM dd HH hh mm ss f tt zzz and punctuation, such as 'yyyy-MM-dd HH:mm:ss'";
        }

        foreach (var (letter, count) in tokens.Where(token => token.Count > 0))
        {
            var fits = letter switch
            {
                'y' => count == 4,
                'f' => count <= 9,
                't' => count == 2,
                'z' => count == 3,
                _ => count <= 2,
            };
            if (!fits)
            {
                return $"'{new string(letter, count)}' is not part of a time pattern";
            }
        }

        var letters = tokens.Where(token => token.Count > 0).Select(token => token.Letter).ToList();
        if (letters.Distinct().Count() != letters.Count)
        {
            return $"the time pattern '{pattern}' names a part twice";
        }

        return letters.Contains('y') && letters.Contains('M') && letters.Contains('d')
            ? null
            : $"the time pattern '{pattern}' needs yyyy, MM and dd";
    }

    private static bool Read(ref ReadOnlySpan<byte> text, char letter, int count, ref TimeParts parts)
    {
        if (count == 0)
        {
            if (text.IsEmpty || text[0] != letter)
            {
                return false;
            }

            text = text[1..];
            return true;
        }

        switch (letter)
        {
            case 't':
                return TimeText.TryReadHalfDay(ref text, ref parts.HalfDay);
            case 'z':
                return TimeText.TryReadOffset(ref text, out parts.OffsetMinutes);
            case 'f':
                return TimeText.TryReadFraction(ref text, count, count, out parts.Nanoseconds);
        }

        var most = letter == 'y' ? 4 : 2;
        var least = letter == 'y' ? 4 : count;
        if (!TimeText.TryReadDigits(ref text, least, most, out var number))
        {
            return false;
        }

        parts.Set(letter, number);
        return true;
    }
}
