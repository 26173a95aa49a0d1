using NodaTime.Text;

namespace Millrace.Features.Splitting;

/// <summary>Reads cuts of a split by time.</summary>
internal static class TimeCut
{
    /// <summary>Microseconds since 1970 of an ISO 8601 date or time without offset, or with <c>Z</c>; null for anything else.</summary>
    public static long? TryParse(string text)
    {
        var plain = text.EndsWith('Z') ? text[..^1] : text;
        var date = LocalDatePattern.Iso.Parse(plain);
        var time = date.Success ? date.Value.AtMidnight() : default;
        if (!date.Success)
        {
            var parsed = LocalDateTimePattern.ExtendedIso.Parse(plain.Replace(' ', 'T'));
            if (!parsed.Success)
            {
                return null;
            }

            time = parsed.Value;
        }

        return time.InUtc().ToInstant().ToUnixTimeTicks() / 10;
    }
}
