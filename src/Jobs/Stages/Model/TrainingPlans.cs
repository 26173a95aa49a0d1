using Millrace.Features.Encoders;
using Millrace.Features.Encoders.Labels;
using Millrace.Jobs.Specification;
using Millrace.Training;
using Millrace.Training.Local;
using Millrace.Training.Losses;
using Millrace.Training.Networks;

namespace Millrace.Jobs.Stages.Model;

/// <summary>The job's network and training settings, and what the features deliver, put together as a training plan.</summary>
internal static class TrainingPlans
{
    /// <summary>The plan; what the job leaves open is filled in by the number of training rows, never by the machine.</summary>
    public static TrainingPlan Of(JobSpec job, FeatureLayout layout, string featureHash, long trainRows)
    {
        var (network, training) = (job.Network!, job.Training!);
        var input = InputOf(layout);
        TargetSpec[] targets = [.. layout.Labels.Select((label, index) => Target(label, index == 0 ? training.EffectiveLoss() : Loss(label), training))];
        var isTabular = network.Model == ModelKind.Tabular;
        return new TrainingPlan
        {
            Network = network,
            Input = input,
            Targets = targets,
            Optimizer = TrainingDefaults.Optimizer(training, isTabular),
            Schedule = training.Schedule,
            Lanes = training.Lanes,
            BatchRows = TrainingDefaults.BatchRows(training, isTabular, trainRows),
            MaxEpochs = TrainingDefaults.Epochs(training, isTabular, trainRows, () => Network.Build(network, input, targets).TrainingFlop),
            Accumulation = training.Accumulation,
            EarlyStopping = training.EarlyStopping,
            Local = training.Mode == TrainingMode.Local ? training.Local ?? new LocalTraining() : null,
            Seed = job.Seed,
            FeatureHash = featureHash,
        };
    }

    private static InputShape InputOf(FeatureLayout layout) => new()
    {
        DenseFeatures = layout.Dense.Count,
        Numbers = [.. layout.Numbers.Select(number => new NumericField(number.Name, number.First, number.Count, number.Linear))],
        Categories = [.. layout.Categories.Select(field => new CategoricalField(field.Name, field.Cardinality, field.Dimension))],
        SequenceFeatures = layout.Sequences.Count,
        MaxLength = layout.Sequences.Count == 0 ? 0 : layout.Sequences.Max(sequence => sequence.MaxLength),
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
