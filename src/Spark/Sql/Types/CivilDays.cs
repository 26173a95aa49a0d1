using System.Globalization;

namespace Millrace.Spark.Sql.Types;

/// <summary>Days since 1970-01-01 from and to the proleptic Gregorian calendar, for years beyond what DateTime holds.</summary>
internal static class CivilDays
{
    /// <summary><see cref="DateOnly.DayNumber"/> of 1970-01-01.</summary>
    public const int UnixEpochDayNumber = 719162;

    private const int DaysPerEra = 146097; // 400 years
    private const int EraShift = 719468; // days from 0000-03-01 to 1970-01-01

    public static int FromCivil(int year, int month, int day)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(month, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(month, 12);
        ArgumentOutOfRangeException.ThrowIfLessThan(day, 1);
        int shape = 2000 + (((year % 400) + 400) % 400); // a year with the same months
        ArgumentOutOfRangeException.ThrowIfGreaterThan(day, DateTime.DaysInMonth(shape, month));
        long y = month <= 2 ? (long)year - 1 : year; // years begin in March: the leap day comes last
        long era = Math.DivRem(y >= 0 ? y : y - 399, 400).Quotient;
        long yearOfEra = y - (era * 400);
        long dayOfYear = (((153 * (month > 2 ? month - 3 : month + 9)) + 2) / 5) + day - 1;
        long dayOfEra = (yearOfEra * 365) + (yearOfEra / 4) - (yearOfEra / 100) + dayOfYear;
        return checked((int)((era * DaysPerEra) + dayOfEra - EraShift));
    }

    public static (int Year, int Month, int Day) ToCivil(int epochDay)
    {
        long z = (long)epochDay + EraShift;
        long era = (z >= 0 ? z : z - (DaysPerEra - 1)) / DaysPerEra;
        long dayOfEra = z - (era * DaysPerEra);
        long yearOfEra = (dayOfEra - (dayOfEra / 1460) + (dayOfEra / 36524) - (dayOfEra / 146096)) / 365;
        long dayOfYear = dayOfEra - ((365 * yearOfEra) + (yearOfEra / 4) - (yearOfEra / 100));
        long shifted = ((5 * dayOfYear) + 2) / 153;
        int day = (int)(dayOfYear - (((153 * shifted) + 2) / 5) + 1);
        int month = (int)(shifted < 10 ? shifted + 3 : shifted - 9);
        long year = yearOfEra + (era * 400) + (month <= 2 ? 1 : 0);
        return ((int)year, month, day);
    }

    /// <summary>The year as java.time writes it: four digits, a sign where that does not do.</summary>
    public static string YearText(int year) => year switch
    {
        > 9999 => "+" + year.ToString(CultureInfo.InvariantCulture),
        < 0 => "-" + (-(long)year).ToString("0000", CultureInfo.InvariantCulture),
        _ => year.ToString("0000", CultureInfo.InvariantCulture),
    };
}
