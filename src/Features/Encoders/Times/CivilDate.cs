namespace Millrace.Features.Encoders.Times;

/// <summary>A day of the proleptic Gregorian calendar.</summary>
/// <param name="Year">Year; 0 and below before the year 1.</param>
/// <param name="Month">1 to 12.</param>
/// <param name="Day">1 to 31.</param>
/// <param name="DayOfYear">1 to 366.</param>
/// <param name="Weekday">Monday 1 to Sunday 7.</param>
internal readonly record struct CivilDate(int Year, int Month, int Day, int DayOfYear, int Weekday)
{
    private const int DaysOf400Years = 146_097;

    /// <summary>The day so many days after 1970-01-01.</summary>
    /// <remarks>Years begin in March here, so that the leap day comes last and months have regular lengths: 153 days in five.</remarks>
    public static CivilDate OfDays(long days)
    {
        var shifted = days + 719_468;
        var era = (shifted >= 0 ? shifted : shifted - (DaysOf400Years - 1)) / DaysOf400Years;
        var ofEra = (int)(shifted - (era * DaysOf400Years));
        var yearOfEra = (ofEra - (ofEra / 1_460) + (ofEra / 36_524) - (ofEra / 146_096)) / 365;
        var ofYear = ofEra - ((365 * yearOfEra) + (yearOfEra / 4) - (yearOfEra / 100));
        var marchMonth = ((5 * ofYear) + 2) / 153;
        var day = ofYear - (((153 * marchMonth) + 2) / 5) + 1;
        var month = marchMonth < 10 ? marchMonth + 3 : marchMonth - 9;
        var year = (int)(yearOfEra + (era * 400)) + (month <= 2 ? 1 : 0);
        var leap = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0) ? 1 : 0;
        var dayOfYear = month <= 2 ? ofYear - 305 : ofYear + 60 + leap;
        var weekday = (int)((((days + 3) % 7) + 7) % 7) + 1;
        return new CivilDate(year, month, day, dayOfYear, weekday);
    }
}
