using Millrace.Features.Encoders.Times;
using Millrace.Training.Onnx;

namespace Millrace.Jobs.Export;

/// <summary>The calendar encoder as integer arithmetic over days, without a time zone.</summary>
/// <remarks>
/// Years begin in March, as in the encoder's own arithmetic; days are moved by a thousand turns of 400 years first, so that every quotient is of
/// numbers that are not negative (ONNX divides integers towards zero).
/// </remarks>
internal sealed class CalendarNodes
{
    private const long DaysOf400Years = 146_097;
    private const long Turns = 1_000;
    private const long MarchToEpoch = 719_468;
    private const long MicrosecondsADay = 86_400_000_000;
    private const long MicrosecondsAMinute = 60_000_000;

    private readonly OnnxGraph _graph;
    private readonly FittedCalendar _step;
    private readonly string _missing;
    private readonly string _minute;
    private readonly string _days;
    private readonly string _year;
    private readonly string _month;
    private readonly string _day;
    private readonly string _dayOfYear;

    private CalendarNodes(OnnxGraph graph, ColumnNodes column, FittedCalendar step)
    {
        (_graph, _step, _missing) = (graph, step, column.Missing);
        var ticks = graph.Node("Where", [column.Missing, graph.Scalar(0L), column.Values]);
        var ofDay = column.Kind == RawKind.Days ? Minus(ticks, ticks) : graph.Node("Mod", [ticks, graph.Scalar(MicrosecondsADay)]);
        _minute = Over(ofDay, MicrosecondsAMinute);
        _days = column.Kind == RawKind.Days ? ticks : Over(Minus(ticks, ofDay), MicrosecondsADay);

        var shifted = Plus(_days, MarchToEpoch + (Turns * DaysOf400Years));
        var era = Over(shifted, DaysOf400Years);
        var ofEra = Minus(shifted, Times(era, DaysOf400Years));
        var yearOfEra = Over(Minus(Plus(Minus(ofEra, Over(ofEra, 1_460)), Over(ofEra, 36_524)), Over(ofEra, 146_096)), 365);
        var ofYear = Minus(ofEra, Minus(Plus(Times(yearOfEra, 365), Over(yearOfEra, 4)), Over(yearOfEra, 100)));
        var marchMonth = Over(Plus(Times(ofYear, 5), 2), 153);
        var endsYear = graph.Node("GreaterOrEqual", [marchMonth, graph.Scalar(10L)]);
        _day = Minus(ofYear, Over(Plus(Times(marchMonth, 153), 2), 5));
        _month = Where(endsYear, Plus(marchMonth, -10), Plus(marchMonth, 2));
        var year = Plus(Plus(yearOfEra, Times(era, 400)), graph.Cast(endsYear, OnnxType.Int64));
        _year = Plus(year, -Turns * 400);
        _dayOfYear = Where(endsYear, Plus(ofYear, -306), Plus(Plus(ofYear, 59), Leap(year)));
    }

    /// <summary>[rows, features] float32.</summary>
    public static string Add(OnnxGraph graph, ColumnNodes column, FittedCalendar step)
    {
        var nodes = new CalendarNodes(graph, column, step);
        string[] parts = [.. step.Parts.Select(nodes.PartFeatures)];
        var all = parts.Length == 1 ? parts[0] : graph.Node("Concat", parts, OnnxAttribute.Of("axis", 1L));
        return graph.Node("Where", [column.Missing, graph.Scalar(0f), all]);
    }

    private string PartFeatures(CalendarPart part)
    {
        if (part == CalendarPart.Year)
        {
            return Year();
        }

        // Positions from 0, as the encoder's tables have them.
        var position = part switch
        {
            CalendarPart.Month => _month,
            CalendarPart.Day => _day,
            CalendarPart.Weekday => Weekday(),
            CalendarPart.Hour => _minute,
            CalendarPart.Minute => Remainder(_minute, 60),
            CalendarPart.DayOfYear => _dayOfYear,
            _ => _graph.Cast(_graph.Node("GreaterOrEqual", [Weekday(), _graph.Scalar(5L)]), OnnxType.Int64),
        };
        var table = _step.TableOf(part);
        var width = _step.IsCyclic(part) ? 2 : 1;
        var rows = _graph.Constant(table, table.Length / width, width);
        return _graph.Reshape(_graph.Node("Gather", [rows, position], OnnxAttribute.Of("axis", 0L)), -1, width);
    }

    private string Year()
    {
        if (_step.LastYear == _step.FirstYear)
        {
            return _graph.Node("Mul", [NumberNodes.Flag(_graph, _missing), _graph.Scalar(0f)]);
        }

        var years = _graph.Cast(Plus(_year, -_step.FirstYear), OnnxType.Double);
        var share = _graph.Node("Div", [years, _graph.Scalar((double)(_step.LastYear - _step.FirstYear))]);
        return NumberNodes.Features(_graph, _graph.Node("Sub", [share, _graph.Scalar(0.5)]));
    }

    private string Weekday() => Remainder(Plus(_days, 3), 7);

    private string Leap(string year)
    {
        var fourth = Divides(year, 4);
        var notHundredth = _graph.Node("Not", [Divides(year, 100)]);
        return _graph.Cast(_graph.Node("And", [fourth, _graph.Node("Or", [notHundredth, Divides(year, 400)])]), OnnxType.Int64);
    }

    private string Divides(string x, long by) => _graph.Node("Equal", [Remainder(x, by), _graph.Scalar(0L)]);

    // Of integers, with the divisor's sign.
    private string Remainder(string x, long by) => _graph.Node("Mod", [x, _graph.Scalar(by)]);

    private string Over(string x, long by) => _graph.Node("Div", [x, _graph.Scalar(by)]);

    private string Times(string x, long by) => _graph.Node("Mul", [x, _graph.Scalar(by)]);

    private string Plus(string x, long more) => _graph.Node("Add", [x, _graph.Scalar(more)]);

    private string Plus(string x, string y) => _graph.Node("Add", [x, y]);

    private string Minus(string x, string y) => _graph.Node("Sub", [x, y]);

    private string Where(string condition, string x, string y) => _graph.Node("Where", [condition, x, y]);
}
