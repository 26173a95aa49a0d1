namespace Millrace.Features.Encoders.Times;

/// <summary>Calendar parts of a date, timestamp or wall-clock time; a missing value gives zeros. Immutable and thread-safe.</summary>
public sealed record CalendarSpec : EncoderSpec
{
    /// <summary>The parts, each once; features stand in this order.</summary>
    public IReadOnlyList<CalendarPart> Parts { get; init; } =
        [CalendarPart.Month, CalendarPart.DayOfYear, CalendarPart.Weekday, CalendarPart.Hour, CalendarPart.IsWeekend];

    /// <summary>Zone that a timestamp is read in, by its IANA name; null: UTC. Rules are those shipped with the application. Not for dates and wall-clock times.</summary>
    public string? Zone { get; init; }

    /// <summary>How the parts reach the network.</summary>
    public CalendarForm Form { get; init; }
}
