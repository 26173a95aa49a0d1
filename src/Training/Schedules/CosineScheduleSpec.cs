namespace Millrace.Training.Schedules;

/// <summary>Half a cosine from the rate down to <see cref="FinalFactor"/> times it, over all steps after the warm-up.</summary>
public sealed record CosineScheduleSpec : ScheduleSpec
{
    /// <summary>What the rate ends at, as a share; at least 0.</summary>
    public double FinalFactor { get; init; }
}
