using Millrace.Features.Contracts;
using Millrace.Features.Expressions.Vectors;

namespace Millrace.Features.Expressions.Functions;

/// <summary>Parts and differences of dates and times. A timestamp is taken in UTC.</summary>
internal static class TimeFunctions
{
    private static readonly Dictionary<string, long> Units = new(StringComparer.Ordinal)
    {
        ["day"] = CivilTime.MicrosecondsPerDay,
        ["hour"] = 3_600 * CivilTime.MicrosecondsPerSecond,
        ["minute"] = 60 * CivilTime.MicrosecondsPerSecond,
        ["second"] = CivilTime.MicrosecondsPerSecond,
        ["millisecond"] = 1_000,
        ["microsecond"] = 1,
    };

    public static IEnumerable<FunctionDefinition> All()
    {
        yield return DayPart("year", "year", days => CivilTime.Date(days).Year,
            [new("year(date '2013-01-31')", "2013"), new("year(timestamp '1969-12-31T23:59:59Z')", "1969")]);
        yield return DayPart("month", "month, 1 to 12", days => CivilTime.Date(days).Month,
            [new("month(date '2013-12-31')", "12"), new("month(null)", "null")]);
        yield return DayPart("day", "day of the month, 1 to 31", days => CivilTime.Date(days).Day,
            [new("day(date '2012-02-29')", "29"), new("day(timestamp_local '2013-01-31T23:00:00')", "31")]);
        yield return DayPart("weekday", "day of the week, 1 Monday to 7 Sunday", days => (((days + 3L) % 7 + 7) % 7) + 1,
            [new("weekday(date '1970-01-01')", "4"), new("weekday(date '1969-12-28')", "7"), new("weekday(date '2013-01-07')", "1")]);
        yield return DayPart("day_of_year", "day of the year, from 1", days => days - CivilTime.Days(CivilTime.Date(days).Year, 1, 1) + 1,
            [new("day_of_year(date '2012-12-31')", "366"), new("day_of_year(date '2013-01-01')", "1")]);
        yield return ClockPart("hour", "hour, 0 to 23", Units["hour"], 24,
            [new("hour(timestamp '2013-01-01T23:59:00+01:00')", "22"), new("hour(timestamp_local '1969-12-31T23:59:00')", "23")]);
        yield return ClockPart("minute", "minute, 0 to 59", Units["minute"], 60, [new("minute(timestamp '2013-01-01T23:59:00Z')", "59")]);
        yield return ClockPart("second", "whole second, 0 to 59", Units["second"], 60, [new("second(timestamp '2013-01-01T23:59:07.9Z')", "7")]);
        yield return new("date_diff", "date_diff(unit, a, b)",
            "whole units from a to b, cut off towards zero; unit is 'day', 'hour', 'minute', 'second', 'millisecond' or 'microsecond'",
            [Difference(Parameter.Timestamp), Difference(Parameter.TimestampLocal), Difference(Parameter.Date)],
            [new("date_diff('second', timestamp '2013-01-01T00:00:00Z', timestamp '2013-01-01T00:01:30.9Z')", "90"),
             new("date_diff('day', date '2013-01-31', date '2013-01-01')", "-30"),
             new("date_diff('hour', date '2013-01-01', date '2013-01-02')", "24")]);
        yield return new("date_add", "date_add(unit, n, a)", "a moved by n units; a date only by days",
            [Addition(Parameter.Timestamp), Addition(Parameter.TimestampLocal), Addition(Parameter.Date)],
            [new("date_add('minute', -1, timestamp '2013-01-01T00:00:00Z')", "2012-12-31T23:59:00Z"), new("date_add('day', 28, date '2013-02-01')", "2013-03-01"),
             new("date_add('day', 9223372036854775807, date '2013-02-01')", "no result")]);
    }

    private static FunctionDefinition DayPart(string name, string meaning, Func<int, long> part, FunctionCase[] cases) => new(
        name,
        $"{name}(a)",
        meaning,
        [
            Overload.Of(ValueType.Int, run => MapKernels.Unary<int, long, PartOfDays>(run, new(part)), Parameter.Date),
            Overload.Of(ValueType.Int, run => MapKernels.Unary<long, long, PartOfTime>(run, new(part)), Parameter.Timestamp),
            Overload.Of(ValueType.Int, run => MapKernels.Unary<long, long, PartOfTime>(run, new(part)), Parameter.TimestampLocal),
        ],
        cases);

    private static FunctionDefinition ClockPart(string name, string meaning, long unit, long count, FunctionCase[] cases) => new(
        name,
        $"{name}(a)",
        meaning,
        [
            Overload.Of(ValueType.Int, run => MapKernels.Unary<long, long, PartOfClock>(run, new(unit, count)), Parameter.Timestamp),
            Overload.Of(ValueType.Int, run => MapKernels.Unary<long, long, PartOfClock>(run, new(unit, count)), Parameter.TimestampLocal),
        ],
        cases);

    private static Overload Difference(Parameter parameter) => new(
        [Parameter.LiteralText, parameter, parameter],
        _ => ValueType.Int,
        call =>
        {
            if (!Units.TryGetValue(call.Text(0), out var unit))
            {
                return UnknownUnit(call);
            }

            return parameter == Parameter.Date
                ? run => MapKernels.Binary<int, int, long, DaysBetween>(run.WithoutFirst(), new(unit))
                : run => MapKernels.Binary<long, long, long, TimeBetween>(run.WithoutFirst(), new(unit));
        });

    private static Overload Addition(Parameter parameter) => new(
        [Parameter.LiteralText, Parameter.Int, parameter],
        types => types[2],
        call =>
        {
            if (!Units.TryGetValue(call.Text(0), out var unit))
            {
                return UnknownUnit(call);
            }

            if (parameter != Parameter.Date)
            {
                return run => MapKernels.Binary<long, long, long, MoveTime>(run.WithoutFirst(), new(unit));
            }

            return unit == CivilTime.MicrosecondsPerDay
                ? run => MapKernels.Binary<long, int, int, MoveDate>(run.WithoutFirst(), default)
                : call.Fail(0, "a date moves by 'day' only");
        });

    private static Kernel UnknownUnit(BindCall call) =>
        call.Fail(0, $"'{call.Text(0)}' is not a unit; units are {string.Join(", ", Units.Keys)}{Suggestion.For(call.Text(0), Units.Keys)}");

    private readonly struct PartOfDays(Func<int, long> part) : IUnary<int, long>
    {
        public bool TryApply(int value, out long result)
        {
            result = part(value);
            return true;
        }
    }

    private readonly struct PartOfTime(Func<int, long> part) : IUnary<long, long>
    {
        public bool TryApply(long value, out long result)
        {
            result = part((int)CivilTime.FloorDiv(value, CivilTime.MicrosecondsPerDay));
            return true;
        }
    }

    private readonly struct PartOfClock(long unit, long count) : IUnary<long, long>
    {
        public bool TryApply(long value, out long result)
        {
            var whole = CivilTime.FloorDiv(value, unit);
            result = whole - (CivilTime.FloorDiv(whole, count) * count);
            return true;
        }
    }

    private readonly struct DaysBetween(long unit) : IBinary<int, int, long>
    {
        public bool TryApply(int left, int right, out long result)
        {
            var days = (long)right - left;
            var unitsPerDay = CivilTime.MicrosecondsPerDay / unit;
            return Math.BigMul(days, unitsPerDay, out result) == result >> 63;
        }
    }

    private readonly struct TimeBetween(long unit) : IBinary<long, long, long>
    {
        public bool TryApply(long left, long right, out long result)
        {
            var difference = unchecked(right - left);
            result = difference / unit;
            return ((right ^ left) & (right ^ difference)) >= 0;
        }
    }

    private readonly struct MoveTime(long unit) : IBinary<long, long, long>
    {
        public bool TryApply(long left, long right, out long result)
        {
            var fits = Math.BigMul(left, unit, out var distance) == distance >> 63;
            result = unchecked(right + distance);
            return fits && ((right ^ result) & (distance ^ result)) >= 0;
        }
    }

    private readonly struct MoveDate : IBinary<long, int, int>
    {
        public bool TryApply(long left, int right, out int result)
        {
            var fits = left is >= int.MinValue and <= int.MaxValue && left + right is >= int.MinValue and <= int.MaxValue;
            result = fits ? (int)(left + right) : 0;
            return fits;
        }
    }
}
