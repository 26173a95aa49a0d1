using System.Globalization;

namespace Millrace.Spark.Sql.Types;

/// <summary>A date with a time of day, without a zone, exact to the microsecond. Years below 1 and above 9999 are possible. Immutable.</summary>
public sealed class TimestampNtz : IEquatable<TimestampNtz>, IComparable<TimestampNtz>
{
    private const long MicrosecondsPerDay = 86_400_000_000;

    /// <summary>The digits of a <see cref="DateTime"/>, whatever its kind.</summary>
    public TimestampNtz(DateTime dateTime)
        : this((dateTime.Ticks - DateTime.UnixEpoch.Ticks) / TimeSpan.TicksPerMicrosecond)
    {
    }

    /// <summary>A day of the calendar with a time of day.</summary>
    /// <exception cref="ArgumentOutOfRangeException">There is no such day or time.</exception>
    public TimestampNtz(int year, int month, int day, int hour, int minute, int second, int microsecond)
        : this(checked((CivilDays.FromCivil(year, month, day) * MicrosecondsPerDay)
            + (new TimeOnly(hour, minute, second).Add(TimeSpan.FromMicroseconds(CheckMicrosecond(microsecond))).Ticks / TimeSpan.TicksPerMicrosecond)))
    {
    }

    private TimestampNtz(long epochMicroseconds) => EpochMicroseconds = epochMicroseconds;

    /// <summary>Microseconds since 1970-01-01 00:00.</summary>
    public long EpochMicroseconds { get; }

    /// <summary>The year; 0 is the year before 1.</summary>
    public int Year => CivilDays.ToCivil(DayNumber).Year;

    /// <summary>The month, 1 to 12.</summary>
    public int Month => CivilDays.ToCivil(DayNumber).Month;

    /// <summary>The day of the month, 1 to 31.</summary>
    public int Day => CivilDays.ToCivil(DayNumber).Day;

    /// <summary>The hour, 0 to 23.</summary>
    public int Hour => (int)(MicrosecondOfDay / 3_600_000_000);

    /// <summary>The minute, 0 to 59.</summary>
    public int Minute => (int)(MicrosecondOfDay / 60_000_000 % 60);

    /// <summary>The second, 0 to 59.</summary>
    public int Second => (int)(MicrosecondOfDay / 1_000_000 % 60);

    /// <summary>The microsecond, 0 to 999,999.</summary>
    public int Microsecond => (int)(MicrosecondOfDay % 1_000_000);

    private int DayNumber => (int)Math.Floor((decimal)EpochMicroseconds / MicrosecondsPerDay);

    private long MicrosecondOfDay => EpochMicroseconds - (DayNumber * MicrosecondsPerDay);

    /// <summary>The value so many microseconds after 1970-01-01 00:00.</summary>
    public static TimestampNtz FromEpochMicroseconds(long epochMicroseconds) => new(epochMicroseconds);

    /// <summary>Whether both are equal.</summary>
    public static bool operator ==(TimestampNtz? left, TimestampNtz? right) => left is null ? right is null : left.Equals(right);

    /// <summary>Whether they differ.</summary>
    public static bool operator !=(TimestampNtz? left, TimestampNtz? right) => !(left == right);

    /// <summary>Whether the left one is earlier.</summary>
    public static bool operator <(TimestampNtz left, TimestampNtz right) => left.CompareTo(right) < 0;

    /// <summary>Whether the left one is later.</summary>
    public static bool operator >(TimestampNtz left, TimestampNtz right) => left.CompareTo(right) > 0;

    /// <summary>Whether the left one is not later.</summary>
    public static bool operator <=(TimestampNtz left, TimestampNtz right) => left.CompareTo(right) <= 0;

    /// <summary>Whether the left one is not earlier.</summary>
    public static bool operator >=(TimestampNtz left, TimestampNtz right) => left.CompareTo(right) >= 0;

    /// <summary>The same as a <see cref="DateTime"/> of kind Unspecified.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The year is outside 1 to 9999.</exception>
    public DateTime ToDateTime() => DateTime.SpecifyKind(
        DateTime.UnixEpoch.AddDays(DayNumber).AddTicks(MicrosecondOfDay * TimeSpan.TicksPerMicrosecond), DateTimeKind.Unspecified);

    /// <inheritdoc/>
    public bool Equals(TimestampNtz? other) => other is not null && other.EpochMicroseconds == EpochMicroseconds;

    /// <inheritdoc/>
    public override bool Equals(object? obj) => obj is TimestampNtz other && Equals(other);

    /// <inheritdoc/>
    public override int GetHashCode() => EpochMicroseconds.GetHashCode();

    /// <inheritdoc/>
    public int CompareTo(TimestampNtz? other) => other is null ? 1 : EpochMicroseconds.CompareTo(other.EpochMicroseconds);

    /// <summary>The value as <c>yyyy-MM-dd HH:mm:ss.ffffff</c>.</summary>
    public override string ToString()
    {
        (int year, int month, int day) = CivilDays.ToCivil(DayNumber);
        return string.Create(
            CultureInfo.InvariantCulture,
            $"{CivilDays.YearText(year)}-{month:00}-{day:00} {Hour:00}:{Minute:00}:{Second:00}.{Microsecond:000000}");
    }

    private static int CheckMicrosecond(int microsecond)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(microsecond);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(microsecond, 999_999);
        return microsecond;
    }
}
