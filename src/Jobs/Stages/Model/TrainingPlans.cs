using Millrace.Features.Encoders;
using Millrace.Jobs.Specification;
using Millrace.Training;
using Millrace.Training.Losses;
using Millrace.Training.Networks;

namespace Millrace.Jobs.Stages.Model;

/// <summary>The job's network and training settings, and what the features deliver, put together as a training plan.</summary>
internal static class TrainingPlans
{
    /// <summary>The plan.</summary>
    public static TrainingPlan Of(NetworkSpec network, TrainingSpec training, ulong seed, FeatureLayout layout, string featureHash) => new()
    {
        Network = network,
        Input = new InputShape
        {
            DenseFeatures = layout.Dense.Count,
            Categories = [.. layout.Categories.Select(field => new CategoricalField(field.Name, field.Cardinality, field.Dimension))],
            SequenceFeatures = layout.Sequences.Count,
            MaxLength = layout.Sequences.Count == 0 ? 0 : layout.Sequences.Max(sequence => sequence.MaxLength),
        },
        Targets = [.. layout.Labels.Select((label, index) => Target(label, index == 0 ? training.EffectiveLoss() : Loss(label), training))],
        Optimizer = training.Optimizer,
        Schedule = training.Schedule,
        Lanes = training.Lanes,
        BatchRows = training.BatchRows,
        MaxEpochs = training.MaxEpochs,
        Accumulation = training.Accumulation,
        EarlyStopping = training.EarlyStopping,
        Seed = seed,
        FeatureHash = featureHash,
    };

    private static TargetSpec Target(LabelLayout label, LossSpec loss, TrainingSpec training)
    {
        var standardise = label.Kind == LabelKind.Regression && training.StandardiseLabel
            && loss is SquaredLossSpec or AbsoluteLossSpec or HuberLossSpec or QuantileLossSpec;
        return new TargetSpec
        {
            Name = label.Name,
            Loss = loss,
            Classes = label.Kind == LabelKind.Multiclass ? label.Classes.Count : 1,
            Mean = standardise ? label.Mean : 0,
            Scale = standardise ? label.Deviation : 1,
        };
    }

    private static LossSpec Loss(LabelLayout label) => label.Kind switch
    {
        LabelKind.Regression => new SquaredLossSpec(),
        LabelKind.Binary => new LogisticLossSpec(),
        _ => new CrossEntropyLossSpec(),
    };
}
