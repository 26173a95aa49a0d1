// Written by tools/GenerateFunctions.cs. Change the lists, not this.
namespace Millrace.Spark.Sql;

/// <content>Time.</content>
public static partial class Functions
{
    /// <summary>A date cut to a unit.</summary>
    public static Column Trunc(Column date, Column format) =>
        Call("trunc", [date, format]);

    /// <summary>An interval of its parts; null where it overflows.</summary>
    public static Column TryMakeInterval() =>
        Call("try_make_interval", []);

    /// <summary>An interval of its parts; null where it overflows.</summary>
    public static Column TryMakeInterval(Column years) =>
        Call("try_make_interval", [years]);

    /// <summary>An interval of its parts; null where it overflows.</summary>
    public static Column TryMakeInterval(Column years, Column months) =>
        Call("try_make_interval", [years, months]);

    /// <summary>An interval of its parts; null where it overflows.</summary>
    public static Column TryMakeInterval(Column years, Column months, Column weeks) =>
        Call("try_make_interval", [years, months, weeks]);

    /// <summary>An interval of its parts; null where it overflows.</summary>
    public static Column TryMakeInterval(Column years, Column months, Column weeks, Column days) =>
        Call("try_make_interval", [years, months, weeks, days]);

    /// <summary>An interval of its parts; null where it overflows.</summary>
    public static Column TryMakeInterval(Column years, Column months, Column weeks, Column days, Column hours) =>
        Call("try_make_interval", [years, months, weeks, days, hours]);

    /// <summary>An interval of its parts; null where it overflows.</summary>
    public static Column TryMakeInterval(Column years, Column months, Column weeks, Column days, Column hours, Column minutes) =>
        Call("try_make_interval", [years, months, weeks, days, hours, minutes]);

    /// <summary>An interval of its parts; null where it overflows.</summary>
    public static Column TryMakeInterval(Column years, Column months, Column weeks, Column days, Column hours, Column minutes, Column seconds) =>
        Call("try_make_interval", [years, months, weeks, days, hours, minutes, seconds]);

    /// <summary>A timestamp of its parts; null where there is none.</summary>
    public static Column TryMakeTimestamp(Column year, Column month, Column day, Column hour, Column minute, Column second) =>
        Call("try_make_timestamp", [year, month, day, hour, minute, second]);

    /// <summary>A timestamp of its parts; null where there is none.</summary>
    public static Column TryMakeTimestamp(Column year, Column month, Column day, Column hour, Column minute, Column second, Column zone) =>
        Call("try_make_timestamp", [year, month, day, hour, minute, second, zone]);

    /// <summary>A timestamp of its parts; null where there is none.</summary>
    public static Column TryMakeTimestampLtz(Column year, Column month, Column day, Column hour, Column minute, Column second) =>
        Call("try_make_timestamp_ltz", [year, month, day, hour, minute, second]);

    /// <summary>A timestamp of its parts; null where there is none.</summary>
    public static Column TryMakeTimestampLtz(Column year, Column month, Column day, Column hour, Column minute, Column second, Column zone) =>
        Call("try_make_timestamp_ltz", [year, month, day, hour, minute, second, zone]);

    /// <summary>A timestamp without zone of its parts; null where there is none.</summary>
    public static Column TryMakeTimestampNtz(Column year, Column month, Column day, Column hour, Column minute, Column second) =>
        Call("try_make_timestamp_ntz", [year, month, day, hour, minute, second]);

    /// <summary>The date that a text holds; null where it holds none.</summary>
    public static Column TryToDate(Column text) =>
        Call("try_to_date", [text]);

    /// <summary>The date that a text holds; null where it holds none.</summary>
    public static Column TryToDate(Column text, Column format) =>
        Call("try_to_date", [text, format]);

    /// <summary>The time of day that a text holds; null where it holds none.</summary>
    public static Column TryToTime(Column text) =>
        Call("try_to_time", [text]);

    /// <summary>The time of day that a text holds; null where it holds none.</summary>
    public static Column TryToTime(Column text, Column format) =>
        Call("try_to_time", [text, format]);

    /// <summary>The timestamp that a text holds; null where it holds none.</summary>
    public static Column TryToTimestamp(Column text) =>
        Call("try_to_timestamp", [text]);

    /// <summary>The timestamp that a text holds; null where it holds none.</summary>
    public static Column TryToTimestamp(Column text, Column format) =>
        Call("try_to_timestamp", [text, format]);

    /// <summary>The days since 1970-01-01.</summary>
    public static Column UnixDate(Column date) =>
        Call("unix_date", [date]);

    /// <summary>The microseconds since 1970.</summary>
    public static Column UnixMicros(Column timestamp) =>
        Call("unix_micros", [timestamp]);

    /// <summary>The milliseconds since 1970.</summary>
    public static Column UnixMillis(Column timestamp) =>
        Call("unix_millis", [timestamp]);

    /// <summary>The seconds since 1970.</summary>
    public static Column UnixSeconds(Column timestamp) =>
        Call("unix_seconds", [timestamp]);

    /// <summary>The seconds since 1970 of a time, by default now.</summary>
    public static Column UnixTimestamp() =>
        Call("unix_timestamp", []);

    /// <summary>The seconds since 1970 of a time, by default now.</summary>
    public static Column UnixTimestamp(Column column) =>
        Call("unix_timestamp", [column]);

    /// <summary>The seconds since 1970 of a time, by default now.</summary>
    public static Column UnixTimestamp(Column column, string format) =>
        Call("unix_timestamp", [column, format]);

    /// <summary>The seconds since 1970 of a time, by default now.</summary>
    public static Column UnixTimestamp(Column text, Column format) =>
        Call("unix_timestamp", [text, format]);

    /// <summary>The day of the week, Monday being 0.</summary>
    public static Column Weekday(Column date) =>
        Call("weekday", [date]);

    /// <summary>The week of the year, after ISO 8601.</summary>
    public static Column WeekOfYear(Column column) =>
        Call("weekofyear", [column]);

    /// <summary>Windows of time, for grouping.</summary>
    public static Column Window(Column column, string windowDuration, string slideDuration, string startTime) =>
        Call("window", [column, windowDuration, slideDuration, startTime]);

    /// <summary>Windows of time, for grouping.</summary>
    public static Column Window(Column column, string windowDuration, string slideDuration) =>
        Call("window", [column, windowDuration, slideDuration]);

    /// <summary>Windows of time, for grouping.</summary>
    public static Column Window(Column column, string windowDuration) =>
        Call("window", [column, windowDuration]);

    /// <summary>Windows of time, for grouping.</summary>
    public static Column Window(Column column, Column duration) =>
        Call("window", [column, duration]);

    /// <summary>Windows of time, for grouping.</summary>
    public static Column Window(Column column, Column duration, Column slide) =>
        Call("window", [column, duration, slide]);

    /// <summary>Windows of time, for grouping.</summary>
    public static Column Window(Column column, Column duration, Column slide, Column start) =>
        Call("window", [column, duration, slide, start]);

    /// <summary>The time that stands for a window.</summary>
    public static Column WindowTime(Column window) =>
        Call("window_time", [window]);

    /// <summary>The year.</summary>
    public static Column Year(Column column) =>
        Call("year", [column]);

    /// <summary>Partitions by year, for new tables.</summary>
    public static Column Years(Column column) =>
        Call("years", [column]);

    /// <summary>Partitions by month, for new tables.</summary>
    public static Column Months(Column column) =>
        Call("months", [column]);

    /// <summary>Partitions by day, for new tables.</summary>
    public static Column Days(Column column) =>
        Call("days", [column]);

    /// <summary>Partitions by hour, for new tables.</summary>
    public static Column Hours(Column column) =>
        Call("hours", [column]);

    /// <summary>Partitions by hash into so many buckets, for new tables.</summary>
    public static Column Bucket(Column numBuckets, Column column) =>
        Call("bucket", [numBuckets, column]);

    /// <summary>Partitions by hash into so many buckets, for new tables.</summary>
    public static Column Bucket(int numBuckets, Column column) =>
        Call("bucket", [numBuckets, column]);
}
