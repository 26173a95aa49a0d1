using System.Globalization;

namespace Millrace.Spark.Sql.Types;

/// <summary>
/// A day in the proleptic Gregorian calendar, as Spark counts days; years below 1 and above 9999 are possible. Immutable.
/// </summary>
public sealed class Date : IEquatable<Date>, IComparable<Date>
{
    /// <summary>The day of a date and time; its time is dropped.</summary>
    public Date(DateTime dateTime)
        : this(DateOnly.FromDateTime(dateTime).DayNumber - CivilDays.UnixEpochDayNumber)
    {
    }

    /// <summary>A day of the calendar.</summary>
    /// <exception cref="ArgumentOutOfRangeException">There is no such day.</exception>
    public Date(int year, int month, int day)
        : this(CivilDays.FromCivil(year, month, day))
    {
    }

    private Date(int epochDay) => EpochDay = epochDay;

    /// <summary>Days since 1970-01-01.</summary>
    public int EpochDay { get; }

    /// <summary>The year; 0 is the year before 1.</summary>
    public int Year => CivilDays.ToCivil(EpochDay).Year;

    /// <summary>The month, 1 to 12.</summary>
    public int Month => CivilDays.ToCivil(EpochDay).Month;

    /// <summary>The day of the month, 1 to 31.</summary>
    public int Day => CivilDays.ToCivil(EpochDay).Day;

    /// <summary>The day so many days after 1970-01-01.</summary>
    public static Date FromEpochDay(int epochDay) => new(epochDay);

    /// <summary>Whether both are the same day.</summary>
    public static bool operator ==(Date? left, Date? right) => left is null ? right is null : left.Equals(right);

    /// <summary>Whether they are different days.</summary>
    public static bool operator !=(Date? left, Date? right) => !(left == right);

    /// <summary>Whether the left day is earlier.</summary>
    public static bool operator <(Date left, Date right) => left.CompareTo(right) < 0;

    /// <summary>Whether the left day is later.</summary>
    public static bool operator >(Date left, Date right) => left.CompareTo(right) > 0;

    /// <summary>Whether the left day is not later.</summary>
    public static bool operator <=(Date left, Date right) => left.CompareTo(right) <= 0;

    /// <summary>Whether the left day is not earlier.</summary>
    public static bool operator >=(Date left, Date right) => left.CompareTo(right) >= 0;

    /// <summary>Midnight of the day, of unspecified kind.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The year is outside 1 to 9999.</exception>
    public DateTime ToDateTime() => DateTime.SpecifyKind(DateTime.UnixEpoch.AddDays(EpochDay), DateTimeKind.Unspecified);

    /// <inheritdoc/>
    public bool Equals(Date? other) => other is not null && other.EpochDay == EpochDay;

    /// <inheritdoc/>
    public override bool Equals(object? obj) => obj is Date other && Equals(other);

    /// <inheritdoc/>
    public override int GetHashCode() => EpochDay;

    /// <inheritdoc/>
    public int CompareTo(Date? other) => other is null ? 1 : EpochDay.CompareTo(other.EpochDay);

    /// <summary>The day as <c>yyyy-MM-dd</c>.</summary>
    public override string ToString()
    {
        (int year, int month, int day) = CivilDays.ToCivil(EpochDay);
        return string.Create(CultureInfo.InvariantCulture, $"{CivilDays.YearText(year)}-{month:00}-{day:00}");
    }
}
