namespace Millrace.Training.Schedules;

/// <summary>The rate is multiplied by the same factor each step, up or down to <see cref="FinalFactor"/> times it.</summary>
public sealed record ExponentialScheduleSpec : ScheduleSpec
{
    /// <summary>What the rate ends at, as a multiple; positive.</summary>
    public double FinalFactor { get; init; } = 0.01;

    /// <summary>Steps after the warm-up over which it gets there; null: all.</summary>
    public int? OverSteps { get; init; }
}
