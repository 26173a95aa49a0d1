using Millrace.Features.Encoders;
using Millrace.Features.Encoders.Labels;
using Millrace.Jobs.Relations;
using Millrace.Jobs.Specification;
using Millrace.Training.Networks;

namespace Millrace.Jobs.Stages.Features;

/// <summary>What a job's features are, compiled.</summary>
internal static class FeaturePlans
{
    /// <summary>The plan of a job that has features.</summary>
    /// <exception cref="FeatureSpecException">Something does not fit; carries every fault.</exception>
    public static FeaturePlan Of(JobSpec job) => FeaturePlan.Compile(
        job.Features ?? throw new ArgumentException("the job has no features", nameof(job)), RelationPlan.ContractOf(job), LabelKindOf(job.Training?.Task), PresetOf(job));

    /// <summary>The preset that the job names, or that its network asks for.</summary>
    public static FeaturePreset PresetOf(JobSpec job) => job.Features?.Preset
        ?? (job.Network?.Model == ModelKind.Tabular ? FeaturePreset.Tabular : FeaturePreset.Standard);

    private static LabelKind LabelKindOf(TrainingTask? task) => task switch
    {
        TrainingTask.Binary => LabelKind.Binary,
        TrainingTask.Multiclass => LabelKind.Multiclass,
        _ => LabelKind.Regression,
    };
}
