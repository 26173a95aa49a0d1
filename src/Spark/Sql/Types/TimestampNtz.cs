namespace Millrace.Spark.Sql.Types;

/// <summary>A date with a time of day, without a zone, exact to the microsecond. Years below 1 and above 9999 are possible. Immutable.</summary>
public sealed class TimestampNtz : IEquatable<TimestampNtz>, IComparable<TimestampNtz>
{
    private readonly CivilMoment _moment;

    /// <summary>The digits of a <see cref="DateTime"/>, whatever its kind.</summary>
    public TimestampNtz(DateTime dateTime)
        : this(CivilMoment.Of(dateTime))
    {
    }

    /// <summary>A day of the calendar with a time of day.</summary>
    /// <exception cref="ArgumentOutOfRangeException">There is no such day or time.</exception>
    public TimestampNtz(int year, int month, int day, int hour, int minute, int second, int microsecond)
        : this(CivilMoment.Of((year, month, day), (hour, minute, second), microsecond))
    {
    }

    private TimestampNtz(CivilMoment moment) => _moment = moment;

    /// <summary>Microseconds since 1970-01-01 00:00.</summary>
    public long EpochMicroseconds => _moment.EpochMicroseconds;

    /// <summary>The year; 0 is the year before 1.</summary>
    public int Year => _moment.Year;

    /// <summary>The month, 1 to 12.</summary>
    public int Month => _moment.Month;

    /// <summary>The day of the month, 1 to 31.</summary>
    public int Day => _moment.Day;

    /// <summary>The hour, 0 to 23.</summary>
    public int Hour => _moment.Hour;

    /// <summary>The minute, 0 to 59.</summary>
    public int Minute => _moment.Minute;

    /// <summary>The second, 0 to 59.</summary>
    public int Second => _moment.Second;

    /// <summary>The microsecond, 0 to 999,999.</summary>
    public int Microsecond => _moment.Microsecond;

    /// <summary>The value so many microseconds after 1970-01-01 00:00.</summary>
    public static TimestampNtz FromEpochMicroseconds(long epochMicroseconds) => new(new CivilMoment(epochMicroseconds));

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
    public DateTime ToDateTime() => _moment.ToDateTime(DateTimeKind.Unspecified);

    /// <inheritdoc/>
    public bool Equals(TimestampNtz? other) => other is not null && other.EpochMicroseconds == EpochMicroseconds;

    /// <inheritdoc/>
    public override bool Equals(object? obj) => obj is TimestampNtz other && Equals(other);

    /// <inheritdoc/>
    public override int GetHashCode() => EpochMicroseconds.GetHashCode();

    /// <inheritdoc/>
    public int CompareTo(TimestampNtz? other) => other is null ? 1 : EpochMicroseconds.CompareTo(other.EpochMicroseconds);

    /// <summary>The value as <c>yyyy-MM-dd HH:mm:ss.ffffff</c>.</summary>
    public override string ToString() => _moment.ToString();
}
