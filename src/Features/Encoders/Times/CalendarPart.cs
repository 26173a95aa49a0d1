namespace Millrace.Features.Encoders.Times;

/// <summary>A part of a date or time.</summary>
public enum CalendarPart
{
    /// <summary>Year, scaled so that the training rows' years span −0.5 to 0.5.</summary>
    Year,

    /// <summary>Month, 1 to 12.</summary>
    Month,

    /// <summary>Day of the month, 1 to 31.</summary>
    Day,

    /// <summary>Day of the week, Monday 1 to Sunday 7.</summary>
    Weekday,

    /// <summary>Time of day to the minute, in hours.</summary>
    Hour,

    /// <summary>Minute of the hour, 0 to 59.</summary>
    Minute,

    /// <summary>Day of the year, 1 to 366.</summary>
    DayOfYear,

    /// <summary>1 on Saturday and Sunday, else 0.</summary>
    IsWeekend,
}
