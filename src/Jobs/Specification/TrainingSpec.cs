using Millrace.Features.Encoders.Labels;
using Millrace.Training;
using Millrace.Training.Local;
using Millrace.Training.Losses;
using Millrace.Training.Optimizers;
using Millrace.Training.Schedules;

namespace Millrace.Jobs.Specification;

/// <summary>How the network is trained.</summary>
public sealed record TrainingSpec
{
    /// <summary>What kind of answer the label is.</summary>
    public required TrainingTask Task { get; init; }

    /// <summary>What is minimised; null is squared for regression, logistic for binary, cross entropy for multiclass.</summary>
    public LossSpec? Loss { get; init; }

    /// <summary>
    /// How parameters follow gradients; null is AdamW at a rate of 0.001, for the tabular model at 0.002 with decay 0.0003, clipping at 1 and averaged weights (0.95).
    /// </summary>
    public OptimizerSpec? Optimizer { get; init; }

    /// <summary>How the learning rate moves over the steps.</summary>
    public ScheduleSpec Schedule { get; init; } = new ConstantScheduleSpec();

    /// <summary>Rows of a step over all lanes; null is 1,024, for the tabular model 256 where there are fewer than 50,000 training rows.</summary>
    public int? BatchRows { get; init; }

    /// <summary>Most passes over the training rows; null is 40, or what the budget allows where there is one.</summary>
    public int? MaxEpochs { get; init; }

    /// <summary>
    /// Floating-point operations of the training's products, in units of 10^12: they end in a most of epochs, so that the model does not depend on the
    /// machine's speed. Null is 60 for the tabular model, else none.
    /// </summary>
    public double? BudgetTflop { get; init; }

    /// <summary>Parts that a step's rows are computed in, to need less memory.</summary>
    public int Accumulation { get; init; } = 1;

    /// <summary>When to stop before <see cref="MaxEpochs"/>; null trains to the end.</summary>
    public EarlyStopping? EarlyStopping { get; init; } = new();

    /// <summary>Lanes that rows are dealt to: a power of two. Ranks share them, so this, not the number of ranks, is part of the model.</summary>
    public int Lanes { get; init; } = 8;

    /// <summary>Whether a regression label is standardised on the training rows before the loss, and undone inside the model.</summary>
    public bool StandardiseLabel { get; init; } = true;

    /// <summary>Whether every step is summed over all ranks, or replicas train apart in rounds. Another mode is another model.</summary>
    public TrainingMode Mode { get; init; }

    /// <summary>The rounds of mode <c>local</c>; null is 4 replicas and 50 steps a round.</summary>
    public LocalTraining? Local { get; init; }

    /// <summary>How a cluster is used, where the job runs on one.</summary>
    public ClusterTrainingSpec Cluster { get; init; } = new();

    /// <summary>Tries learning rates before training and shows the curve in the report; null tries none. It changes nothing of the model: the rate stays the optimiser's.</summary>
    public RateSweep? FindRate { get; init; }

    /// <summary>How the probabilities of class labels are calibrated, where there are validation rows.</summary>
    public CalibrationKind Calibration { get; init; } = CalibrationKind.Temperature;

    /// <summary>From which probability a row of a binary label counts as class 1.</summary>
    public ThresholdSpec Threshold { get; init; } = new();

    /// <summary>The task in the terms of the features.</summary>
    public LabelKind LabelKind() => Task switch
    {
        TrainingTask.Regression => Features.Encoders.Labels.LabelKind.Regression,
        TrainingTask.Binary => Features.Encoders.Labels.LabelKind.Binary,
        _ => Features.Encoders.Labels.LabelKind.Multiclass,
    };

    /// <summary>The loss that is minimised: the one given, or the task's own.</summary>
    public LossSpec EffectiveLoss() => Loss ?? Task switch
    {
        TrainingTask.Regression => new SquaredLossSpec(),
        TrainingTask.Binary => new LogisticLossSpec(),
        _ => new CrossEntropyLossSpec(),
    };
}
