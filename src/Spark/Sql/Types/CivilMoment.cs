using System.Globalization;

namespace Millrace.Spark.Sql.Types;

/// <summary>A day of the proleptic Gregorian calendar with a time of day, as microseconds since 1970-01-01 00:00. Immutable.</summary>
internal readonly record struct CivilMoment(long EpochMicroseconds)
{
    private const long MicrosecondsPerDay = 86_400_000_000;

    public int Year => CivilDays.ToCivil(DayNumber).Year;

    public int Month => CivilDays.ToCivil(DayNumber).Month;

    public int Day => CivilDays.ToCivil(DayNumber).Day;

    public int Hour => (int)(MicrosecondOfDay / 3_600_000_000);

    public int Minute => (int)(MicrosecondOfDay / 60_000_000 % 60);

    public int Second => (int)(MicrosecondOfDay / 1_000_000 % 60);

    public int Microsecond => (int)(MicrosecondOfDay % 1_000_000);

    private int DayNumber => (int)Math.Floor((decimal)EpochMicroseconds / MicrosecondsPerDay);

    private long MicrosecondOfDay => EpochMicroseconds - (DayNumber * MicrosecondsPerDay);

    /// <summary>A day with a time of day.</summary>
    /// <exception cref="ArgumentOutOfRangeException">There is no such day or time.</exception>
    public static CivilMoment Of((int Year, int Month, int Day) date, (int Hour, int Minute, int Second) time, int microsecond)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(microsecond);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(microsecond, 999_999);
        var day = CivilDays.FromCivil(date.Year, date.Month, date.Day);
        var ofDay = new TimeOnly(time.Hour, time.Minute, time.Second).Add(TimeSpan.FromMicroseconds(microsecond));
        return new CivilMoment(checked((day * MicrosecondsPerDay) + (ofDay.Ticks / TimeSpan.TicksPerMicrosecond)));
    }

    /// <summary>The digits of a <see cref="DateTime"/>, whatever its kind; below its 100 ns nothing is kept.</summary>
    public static CivilMoment Of(DateTime dateTime) => new((dateTime.Ticks - DateTime.UnixEpoch.Ticks) / TimeSpan.TicksPerMicrosecond);

    /// <summary>The same digits as a <see cref="DateTime"/>.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The year is outside 1 to 9999.</exception>
    public DateTime ToDateTime(DateTimeKind kind) =>
        DateTime.SpecifyKind(DateTime.UnixEpoch.AddDays(DayNumber).AddTicks(MicrosecondOfDay * TimeSpan.TicksPerMicrosecond), kind);

    /// <summary>The value as <c>yyyy-MM-dd HH:mm:ss.ffffff</c>.</summary>
    public override string ToString()
    {
        (int year, int month, int day) = CivilDays.ToCivil(DayNumber);
        return string.Create(
            CultureInfo.InvariantCulture,
            $"{CivilDays.YearText(year)}-{month:00}-{day:00} {Hour:00}:{Minute:00}:{Second:00}.{Microsecond:000000}");
    }
}
