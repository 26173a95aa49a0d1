using System.Text.Json.Serialization;

namespace Millrace.Training.Schedules;

/// <summary>How the learning rate moves over the steps. The names of the derived types below are the keys of the job file.</summary>
[JsonPolymorphic(TypeDiscriminatorPropertyName = "schedule")]
[JsonDerivedType(typeof(ConstantScheduleSpec), "constant")]
[JsonDerivedType(typeof(StepScheduleSpec), "step")]
[JsonDerivedType(typeof(CosineScheduleSpec), "cosine")]
[JsonDerivedType(typeof(OneCycleScheduleSpec), "one_cycle")]
[JsonDerivedType(typeof(ExponentialScheduleSpec), "exponential")]
public abstract record ScheduleSpec
{
    /// <summary>Steps over which the rate first rises linearly from 0; at least 0.</summary>
    public int WarmupSteps { get; init; }
}
