namespace Millrace.Training.Schedules;

/// <summary>The rate stays (after the warm-up).</summary>
public sealed record ConstantScheduleSpec : ScheduleSpec;
