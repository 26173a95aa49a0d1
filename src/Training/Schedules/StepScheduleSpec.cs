namespace Millrace.Training.Schedules;

/// <summary>The rate is multiplied by <see cref="Factor"/> every <see cref="EverySteps"/> steps.</summary>
public sealed record StepScheduleSpec : ScheduleSpec
{
    /// <summary>Steps between two changes; at least 1.</summary>
    public required int EverySteps { get; init; }

    /// <summary>Factor of each change; positive.</summary>
    public double Factor { get; init; } = 0.1;
}
