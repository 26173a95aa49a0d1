namespace Millrace.Training.Schedules;

/// <summary>One cycle (Smith 2018): from rate / <see cref="StartDivisor"/> up by half a cosine, then down to start / <see cref="FinalDivisor"/>.</summary>
public sealed record OneCycleScheduleSpec : ScheduleSpec
{
    /// <summary>Share of the steps spent rising; between 0 and 1.</summary>
    public double RisingShare { get; init; } = 0.3;

    /// <summary>Rate over starting rate; at least 1.</summary>
    public double StartDivisor { get; init; } = 25;

    /// <summary>Starting rate over last rate; at least 1.</summary>
    public double FinalDivisor { get; init; } = 10_000;
}
