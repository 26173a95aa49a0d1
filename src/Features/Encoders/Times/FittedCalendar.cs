using Millrace.Exact;
using NodaTime;

namespace Millrace.Features.Encoders.Times;

/// <summary>
/// Calendar parts of local time. Cyclic: sine and cosine of 2π·(part − least) ÷ period, features <c>COLUMN:PART sin</c> and <c>cos</c>; number: (part − least) ÷ (greatest − least) − ½,
/// feature <c>COLUMN:PART</c>. The year is a number over the training rows' years, the weekend 0 or 1. Missing gives zeros.
/// </summary>
public sealed record FittedCalendar : FittedEncoder
{
    private const long MicrosADay = 86_400_000_000;
    private const long MicrosAMinute = 60_000_000;

    private readonly Lazy<float[][]> _tables;
    private readonly Lazy<DateTimeZone?> _zone;

    /// <summary>Creates the encoder.</summary>
    public FittedCalendar()
    {
        _tables = new(() => [.. Parts!.Select(TableOf)]);
        _zone = new(() => Zone is null ? null : DateTimeZoneProviders.Tzdb[Zone]);
    }

    /// <summary>The parts in order.</summary>
    public required IReadOnlyList<CalendarPart> Parts { get; init; }

    /// <summary>IANA name of the zone; null: UTC or wall-clock time.</summary>
    public required string? Zone { get; init; }

    /// <summary>Version of the time zone rules it was fitted with; null without zone.</summary>
    public required string? ZoneRules { get; init; }

    /// <summary>How the parts reach the network.</summary>
    public required CalendarForm Form { get; init; }

    /// <summary>Least year of the training rows.</summary>
    public required int FirstYear { get; init; }

    /// <summary>Greatest year of the training rows.</summary>
    public required int LastYear { get; init; }

    /// <inheritdoc/>
    internal override IReadOnlyList<string> DenseNames(FittedColumn column) => [.. Parts.SelectMany(part =>
    {
        var name = $"{column.Name}:{WordOf(part)}";
        return IsCyclic(part) ? new[] { $"{name} sin", $"{name} cos" } : [name];
    })];

    /// <inheritdoc/>
    internal override void Apply(ColumnValues values, in FeatureTarget target)
    {
        var reader = new InstantReader(_zone.Value);
        var tables = _tables.Value;
        var rows = values.Rows.Span;
        for (var i = 0; i < rows.Length; i++)
        {
            var micros = reader.Read(values.Array, rows[i]);
            if (micros == InstantReader.None)
            {
                continue;
            }

            var day = micros / MicrosADay;
            day -= micros < day * MicrosADay ? 1 : 0;
            var minute = (int)((micros - (day * MicrosADay)) / MicrosAMinute);
            var date = CivilDate.OfDays(day);
            var feature = 0;
            for (var p = 0; p < tables.Length; p++)
            {
                if (Parts[p] == CalendarPart.Year)
                {
                    target.Set(i, feature++, LastYear == FirstYear ? 0 : ((date.Year - FirstYear) / (double)(LastYear - FirstYear)) - 0.5);
                    continue;
                }

                var at = Position(Parts[p], date, minute);
                if (IsCyclic(Parts[p]))
                {
                    target.Set(i, feature++, tables[p][2 * at]);
                    target.Set(i, feature++, tables[p][(2 * at) + 1]);
                }
                else
                {
                    target.Set(i, feature++, tables[p][at]);
                }
            }
        }
    }

    /// <inheritdoc/>
    internal override void Validate() => Require(
        Parts.Count > 0 && LastYear >= FirstYear && (Zone is null || DateTimeZoneProviders.Tzdb.GetZoneOrNull(Zone) is not null), "a calendar has no parts or an unknown zone");

    /// <summary>Whether the part gives a sine and a cosine instead of a number.</summary>
    public bool IsCyclic(CalendarPart part) => Form == CalendarForm.Cyclic && part is not (CalendarPart.Year or CalendarPart.IsWeekend);

    /// <summary>
    /// The features of a part by its position (month 0 to 11, minute of the day, …): sine and cosine by turns where it is cyclic, else numbers. Not for the
    /// year, which has no table.
    /// </summary>
    public float[] TableOf(CalendarPart part)
    {
        var period = Period(part);
        var cyclic = IsCyclic(part);
        var table = new float[cyclic ? 2 * period : period];
        for (var i = 0; i < period; i++)
        {
            if (cyclic)
            {
                var angle = 2 * Math.PI * i / period;
                table[2 * i] = (float)ExactMath.Sin(angle);
                table[(2 * i) + 1] = (float)ExactMath.Cos(angle);
            }
            else
            {
                table[i] = part == CalendarPart.IsWeekend ? i : (float)((i / (double)(period - 1)) - 0.5);
            }
        }

        return table;
    }

    /// <summary>Year of a local time.</summary>
    internal static int YearOf(long micros) => CivilDate.OfDays(micros >= 0 ? micros / MicrosADay : -((-micros + MicrosADay - 1) / MicrosADay)).Year;

    private static string WordOf(CalendarPart part) => part switch
    {
        CalendarPart.DayOfYear => "day_of_year",
        CalendarPart.IsWeekend => "is_weekend",
        _ => part.ToString().ToLowerInvariant(),
    };

    /// <summary>Steps of a turn: days of a year are 366 positions of one turn, the time of day is known to the minute.</summary>
    private static int Period(CalendarPart part) => part switch
    {
        CalendarPart.Month => 12,
        CalendarPart.Day => 31,
        CalendarPart.Weekday => 7,
        CalendarPart.Hour => 1_440,
        CalendarPart.Minute => 60,
        CalendarPart.DayOfYear => 366,
        _ => 2,
    };

    private static int Position(CalendarPart part, CivilDate date, int minute) => part switch
    {
        CalendarPart.Month => date.Month - 1,
        CalendarPart.Day => date.Day - 1,
        CalendarPart.Weekday => date.Weekday - 1,
        CalendarPart.Hour => minute,
        CalendarPart.Minute => minute % 60,
        CalendarPart.DayOfYear => date.DayOfYear - 1,
        _ => date.Weekday >= 6 ? 1 : 0,
    };
}
