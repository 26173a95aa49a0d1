namespace Millrace.Features.Contracts;

/// <summary>
/// The proleptic Gregorian calendar over days since 1970-01-01, by the era arithmetic of Howard Hinnant's "chrono-compatible low-level date algorithms".
/// </summary>
internal static class CivilTime
{
    public const long MicrosecondsPerSecond = 1_000_000;
    public const long MicrosecondsPerDay = 86_400 * MicrosecondsPerSecond;

    /// <summary>Day number of a date that exists; year 1–9999.</summary>
    public static int Days(int year, int month, int day)
    {
        var shifted = month <= 2 ? year - 1 : year;
        var era = Floor(shifted, 400);
        var yearOfEra = shifted - (era * 400);
        var dayOfYear = (((153 * (month + (month > 2 ? -3 : 9))) + 2) / 5) + day - 1;
        var dayOfEra = (yearOfEra * 365) + (yearOfEra / 4) - (yearOfEra / 100) + dayOfYear;
        return (era * 146_097) + dayOfEra - 719_468;
    }

    /// <summary>Year, month and day of a day number.</summary>
    public static (int Year, int Month, int Day) Date(int days)
    {
        var shifted = (long)days + 719_468;
        var era = FloorDiv(shifted, 146_097);
        var dayOfEra = (int)(shifted - (era * 146_097));
        var yearOfEra = (dayOfEra - (dayOfEra / 1_460) + (dayOfEra / 36_524) - (dayOfEra / 146_096)) / 365;
        var dayOfYear = dayOfEra - ((365 * yearOfEra) + (yearOfEra / 4) - (yearOfEra / 100));
        var shiftedMonth = ((5 * dayOfYear) + 2) / 153;
        var day = dayOfYear - (((153 * shiftedMonth) + 2) / 5) + 1;
        var month = shiftedMonth + (shiftedMonth < 10 ? 3 : -9);
        return ((int)(yearOfEra + (era * 400)) + (month <= 2 ? 1 : 0), month, day);
    }

    public static int DaysInMonth(int year, int month) => month switch
    {
        2 => year % 4 == 0 && (year % 100 != 0 || year % 400 == 0) ? 29 : 28,
        4 or 6 or 9 or 11 => 30,
        _ => 31,
    };

    /// <summary>Division that rounds towards minus infinity.</summary>
    public static long FloorDiv(long value, long divisor) => (value / divisor) - (value % divisor < 0 ? 1 : 0);

    private static int Floor(int value, int divisor) => (int)FloorDiv(value, divisor);
}
