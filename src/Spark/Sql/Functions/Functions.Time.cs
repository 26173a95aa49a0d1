// Written by tools/GenerateFunctions.cs. Change the lists, not this.
namespace Millrace.Spark.Sql;

/// <content>Time.</content>
public static partial class Functions
{
    /// <summary>A date so many months later.</summary>
    public static Column AddMonths(Column startDate, int numMonths) =>
        Call("add_months", [startDate, numMonths]);

    /// <summary>A date so many months later.</summary>
    public static Column AddMonths(Column startDate, Column numMonths) =>
        Call("add_months", [startDate, numMonths]);

    /// <summary>A timestamp without zone moved from one zone to another.</summary>
    public static Column ConvertTimezone(Column sourceZone, Column targetZone, Column timestamp) =>
        Call("convert_timezone", [sourceZone, targetZone, timestamp]);

    /// <summary>The current date.</summary>
    public static Column Curdate() =>
        Call("curdate", []);

    /// <summary>The current date.</summary>
    public static Column CurrentDate() =>
        Call("current_date", []);

    /// <summary>The current time of day.</summary>
    public static Column CurrentTime() =>
        Call("current_time", []);

    /// <summary>The current time of day.</summary>
    public static Column CurrentTime(Column precision) =>
        Call("current_time", [precision]);

    /// <summary>The current time.</summary>
    public static Column CurrentTimestamp() =>
        Call("current_timestamp", []);

    /// <summary>The session's time zone.</summary>
    public static Column CurrentTimezone() =>
        Call("current_timezone", []);

    /// <summary>A date so many days later.</summary>
    public static Column DateAdd(Column start, int days) =>
        Call("date_add", [start, days]);

    /// <summary>A date so many days later.</summary>
    public static Column DateAdd(Column start, Column days) =>
        Call("date_add", [start, days]);

    /// <summary>The days from one date to another.</summary>
    public static Column DateDiff(Column end, Column start) =>
        Call("date_diff", [end, start]);

    /// <summary>A date as text.</summary>
    public static Column DateFormat(Column dateExpr, string format) =>
        Call("date_format", [dateExpr, format]);

    /// <summary>A date as text.</summary>
    public static Column DateFormat(Column date, Column format) =>
        Call("date_format", [date, format]);

    /// <summary>The date so many days after 1970-01-01.</summary>
    public static Column DateFromUnixDate(Column days) =>
        Call("date_from_unix_date", [days]);

    /// <summary>A part of a date, timestamp or interval.</summary>
    public static Column DatePart(Column field, Column source) =>
        Call("date_part", [field, source]);

    /// <summary>A date so many days earlier.</summary>
    public static Column DateSub(Column start, int days) =>
        Call("date_sub", [start, days]);

    /// <summary>A date so many days earlier.</summary>
    public static Column DateSub(Column start, Column days) =>
        Call("date_sub", [start, days]);

    /// <summary>A timestamp cut to a unit.</summary>
    public static Column DateTrunc(string format, Column column) =>
        Call("date_trunc", [format, column]);

    /// <summary>A timestamp cut to a unit.</summary>
    public static Column DateTrunc(Column format, Column timestamp) =>
        Call("date_trunc", [format, timestamp]);

    /// <summary>The day of the month.</summary>
    public static Column Day(Column date) =>
        Call("day", [date]);

    /// <summary>The day of the week in three letters.</summary>
    public static Column Dayname(Column date) =>
        Call("dayname", [date]);

    /// <summary>The day of the month.</summary>
    public static Column DayOfMonth(Column column) =>
        Call("dayofmonth", [column]);

    /// <summary>The day of the week, Sunday being 1.</summary>
    public static Column DayOfWeek(Column column) =>
        Call("dayofweek", [column]);

    /// <summary>The day of the year.</summary>
    public static Column DayOfYear(Column column) =>
        Call("dayofyear", [column]);

    /// <summary>A part of a date, timestamp or interval.</summary>
    public static Column Extract(Column field, Column source) =>
        Call("extract", [field, source]);

    /// <summary>Seconds since 1970 as text of a date and time.</summary>
    public static Column FromUnixTime(Column column) =>
        Call("from_unixtime", [column]);

    /// <summary>Seconds since 1970 as text of a date and time.</summary>
    public static Column FromUnixTime(Column column, string format) =>
        Call("from_unixtime", [column, format]);

    /// <summary>Seconds since 1970 as text of a date and time.</summary>
    public static Column FromUnixTime(Column seconds, Column format) =>
        Call("from_unixtime", [seconds, format]);

    /// <summary>A UTC time in the digits of a zone.</summary>
    public static Column FromUtcTimestamp(Column column, string tz) =>
        Call("from_utc_timestamp", [column, tz]);

    /// <summary>A UTC time in the digits of a zone.</summary>
    public static Column FromUtcTimestamp(Column column, Column tz) =>
        Call("from_utc_timestamp", [column, tz]);

    /// <summary>The hour.</summary>
    public static Column Hour(Column column) =>
        Call("hour", [column]);

    /// <summary>The last day of the month.</summary>
    public static Column LastDay(Column column) =>
        Call("last_day", [column]);

    /// <summary>The current time, without a zone.</summary>
    public static Column Localtimestamp() =>
        Call("localtimestamp", []);

    /// <summary>A date of its parts.</summary>
    public static Column MakeDate(Column year, Column month, Column day) =>
        Call("make_date", [year, month, day]);

    /// <summary>An interval of days to seconds.</summary>
    public static Column MakeDtInterval() =>
        Call("make_dt_interval", []);

    /// <summary>An interval of days to seconds.</summary>
    public static Column MakeDtInterval(Column days) =>
        Call("make_dt_interval", [days]);

    /// <summary>An interval of days to seconds.</summary>
    public static Column MakeDtInterval(Column days, Column hours) =>
        Call("make_dt_interval", [days, hours]);

    /// <summary>An interval of days to seconds.</summary>
    public static Column MakeDtInterval(Column days, Column hours, Column minutes) =>
        Call("make_dt_interval", [days, hours, minutes]);

    /// <summary>An interval of days to seconds.</summary>
    public static Column MakeDtInterval(Column days, Column hours, Column minutes, Column seconds) =>
        Call("make_dt_interval", [days, hours, minutes, seconds]);

    /// <summary>An interval of its parts.</summary>
    public static Column MakeInterval() =>
        Call("make_interval", []);

    /// <summary>An interval of its parts.</summary>
    public static Column MakeInterval(Column years) =>
        Call("make_interval", [years]);

    /// <summary>An interval of its parts.</summary>
    public static Column MakeInterval(Column years, Column months) =>
        Call("make_interval", [years, months]);

    /// <summary>An interval of its parts.</summary>
    public static Column MakeInterval(Column years, Column months, Column weeks) =>
        Call("make_interval", [years, months, weeks]);

    /// <summary>An interval of its parts.</summary>
    public static Column MakeInterval(Column years, Column months, Column weeks, Column days) =>
        Call("make_interval", [years, months, weeks, days]);

    /// <summary>An interval of its parts.</summary>
    public static Column MakeInterval(Column years, Column months, Column weeks, Column days, Column hours) =>
        Call("make_interval", [years, months, weeks, days, hours]);

    /// <summary>An interval of its parts.</summary>
    public static Column MakeInterval(Column years, Column months, Column weeks, Column days, Column hours, Column minutes) =>
        Call("make_interval", [years, months, weeks, days, hours, minutes]);

    /// <summary>An interval of its parts.</summary>
    public static Column MakeInterval(Column years, Column months, Column weeks, Column days, Column hours, Column minutes, Column seconds) =>
        Call("make_interval", [years, months, weeks, days, hours, minutes, seconds]);

    /// <summary>A time of day of its parts.</summary>
    public static Column MakeTime(Column hour, Column minute, Column second) =>
        Call("make_time", [hour, minute, second]);

    /// <summary>A timestamp of its parts.</summary>
    public static Column MakeTimestamp(Column year, Column month, Column day, Column hour, Column minute, Column second) =>
        Call("make_timestamp", [year, month, day, hour, minute, second]);

    /// <summary>A timestamp of its parts.</summary>
    public static Column MakeTimestamp(Column year, Column month, Column day, Column hour, Column minute, Column second, Column zone) =>
        Call("make_timestamp", [year, month, day, hour, minute, second, zone]);

    /// <summary>A timestamp of its parts.</summary>
    public static Column MakeTimestampLtz(Column year, Column month, Column day, Column hour, Column minute, Column second) =>
        Call("make_timestamp_ltz", [year, month, day, hour, minute, second]);

    /// <summary>A timestamp of its parts.</summary>
    public static Column MakeTimestampLtz(Column year, Column month, Column day, Column hour, Column minute, Column second, Column zone) =>
        Call("make_timestamp_ltz", [year, month, day, hour, minute, second, zone]);

    /// <summary>A timestamp without zone of its parts.</summary>
    public static Column MakeTimestampNtz(Column year, Column month, Column day, Column hour, Column minute, Column second) =>
        Call("make_timestamp_ntz", [year, month, day, hour, minute, second]);

    /// <summary>An interval of years and months.</summary>
    public static Column MakeYmInterval() =>
        Call("make_ym_interval", []);

    /// <summary>An interval of years and months.</summary>
    public static Column MakeYmInterval(Column years) =>
        Call("make_ym_interval", [years]);

    /// <summary>An interval of years and months.</summary>
    public static Column MakeYmInterval(Column years, Column months) =>
        Call("make_ym_interval", [years, months]);

    /// <summary>The minute.</summary>
    public static Column Minute(Column column) =>
        Call("minute", [column]);

    /// <summary>The month.</summary>
    public static Column Month(Column column) =>
        Call("month", [column]);

    /// <summary>The month in three letters.</summary>
    public static Column Monthname(Column date) =>
        Call("monthname", [date]);

    /// <summary>The months from one date to another.</summary>
    public static Column MonthsBetween(Column end, Column start) =>
        Call("months_between", [end, start]);

    /// <summary>The months from one date to another.</summary>
    public static Column MonthsBetween(Column end, Column start, bool roundOff) =>
        Call("months_between", [end, start, roundOff]);

    /// <summary>The months from one date to another.</summary>
    public static Column MonthsBetween(Column end, Column start, Column roundOff) =>
        Call("months_between", [end, start, roundOff]);

    /// <summary>The next such day of the week after a date.</summary>
    public static Column NextDay(Column date, string dayOfWeek) =>
        Call("next_day", [date, dayOfWeek]);

    /// <summary>The next such day of the week after a date.</summary>
    public static Column NextDay(Column date, Column dayOfWeek) =>
        Call("next_day", [date, dayOfWeek]);

    /// <summary>The current time.</summary>
    public static Column Now() =>
        Call("now", []);

    /// <summary>The quarter.</summary>
    public static Column Quarter(Column column) =>
        Call("quarter", [column]);

    /// <summary>The second.</summary>
    public static Column Second(Column column) =>
        Call("second", [column]);

    /// <summary>Sessions that end after a gap, for grouping.</summary>
    public static Column Session_Window(Column timeColumn, string gapDuration) =>
        Call("session_window", [timeColumn, gapDuration]);

    /// <summary>Sessions that end after a gap, for grouping.</summary>
    public static Column Session_Window(Column timeColumn, Column gapDuration) =>
        Call("session_window", [timeColumn, gapDuration]);

    /// <summary>Sessions that end after a gap, for grouping.</summary>
    public static Column SessionWindow(Column column, Column gap) =>
        Call("session_window", [column, gap]);

    /// <summary>The units from one time of day to another.</summary>
    public static Column TimeDiff(Column unit, Column start, Column end) =>
        Call("time_diff", [unit, start, end]);

    /// <summary>A time of day cut to a unit.</summary>
    public static Column TimeTrunc(Column unit, Column time) =>
        Call("time_trunc", [unit, time]);

    /// <summary>The timestamp so many microseconds after 1970.</summary>
    public static Column TimestampMicros(Column microseconds) =>
        Call("timestamp_micros", [microseconds]);

    /// <summary>The timestamp so many milliseconds after 1970.</summary>
    public static Column TimestampMillis(Column milliseconds) =>
        Call("timestamp_millis", [milliseconds]);

    /// <summary>The timestamp so many seconds after 1970.</summary>
    public static Column TimestampSeconds(Column column) =>
        Call("timestamp_seconds", [column]);

    /// <summary>The date that a text holds.</summary>
    public static Column ToDate(Column column) =>
        Call("to_date", [column]);

    /// <summary>The date that a text holds.</summary>
    public static Column ToDate(Column column, string format) =>
        Call("to_date", [column, format]);

    /// <summary>The date that a text holds.</summary>
    public static Column ToDate(Column text, Column format) =>
        Call("to_date", [text, format]);

    /// <summary>The time of day that a text holds.</summary>
    public static Column ToTime(Column text) =>
        Call("to_time", [text]);

    /// <summary>The time of day that a text holds.</summary>
    public static Column ToTime(Column text, Column format) =>
        Call("to_time", [text, format]);

    /// <summary>The timestamp that a text holds.</summary>
    public static Column ToTimestamp(Column column) =>
        Call("to_timestamp", [column]);

    /// <summary>The timestamp that a text holds.</summary>
    public static Column ToTimestamp(Column column, string format) =>
        Call("to_timestamp", [column, format]);

    /// <summary>The timestamp that a text holds.</summary>
    public static Column ToTimestamp(Column text, Column format) =>
        Call("to_timestamp", [text, format]);

    /// <summary>The timestamp that a text holds.</summary>
    public static Column ToTimestampLtz(Column text) =>
        Call("to_timestamp_ltz", [text]);

    /// <summary>The timestamp that a text holds.</summary>
    public static Column ToTimestampLtz(Column text, Column format) =>
        Call("to_timestamp_ltz", [text, format]);

    /// <summary>The timestamp without zone that a text holds.</summary>
    public static Column ToTimestampNtz(Column text) =>
        Call("to_timestamp_ntz", [text]);

    /// <summary>The timestamp without zone that a text holds.</summary>
    public static Column ToTimestampNtz(Column text, Column format) =>
        Call("to_timestamp_ntz", [text, format]);

    /// <summary>The seconds since 1970 of a time.</summary>
    public static Column ToUnixTimestamp(Column text) =>
        Call("to_unix_timestamp", [text]);

    /// <summary>The seconds since 1970 of a time.</summary>
    public static Column ToUnixTimestamp(Column text, Column format) =>
        Call("to_unix_timestamp", [text, format]);

    /// <summary>The UTC time of digits in a zone.</summary>
    public static Column ToUtcTimestamp(Column column, string tz) =>
        Call("to_utc_timestamp", [column, tz]);

    /// <summary>The UTC time of digits in a zone.</summary>
    public static Column ToUtcTimestamp(Column column, Column tz) =>
        Call("to_utc_timestamp", [column, tz]);

    /// <summary>A date cut to a unit.</summary>
    public static Column Trunc(Column column, string format) =>
        Call("trunc", [column, format]);
}
