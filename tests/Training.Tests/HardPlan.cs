using Millrace.Training.Layers;
using Millrace.Training.Losses;
using Millrace.Training.Networks;
using Millrace.Training.Optimizers;
using Millrace.Training.Schedules;

namespace Millrace.Training.Tests;

/// <summary>
/// The plan of the hard case that hash tests train, in this process and on Spark: a batch that does not divide the rows, clipping and early stopping that fire, weight averaging, dropout, accumulation,
/// embeddings.
/// </summary>
internal static class HardPlan
{
    /// <summary>The lane of training rows that is left empty.</summary>
    public const int EmptyLane = 3;

    /// <summary>For 2,311 training rows and 401 validation rows: 24 steps an epoch.</summary>
    public static TrainingPlan Plan { get; } = new()
    {
        Network = new NetworkSpec
        {
            Layers =
            [
                new DenseSpec { Units = 23, Activation = Activation.Relu }, new DropoutSpec { Rate = 0.2 },
                new DenseSpec { Units = 11, Activation = Activation.LeakyRelu },
            ],
        },
        Input = new InputShape { DenseFeatures = 7, Categories = [new CategoricalField("kind", 5, 3)] },
        Targets = [new TargetSpec { Loss = new SquaredLossSpec(), Mean = 1, Scale = 1.2 }],
        Optimizer = new AdamWSpec { Rate = 0.01, WeightDecay = 0.001, ClipNorm = 0.25, AverageDecay = 0.98 },
        Schedule = new CosineScheduleSpec { WarmupSteps = 10 },
        BatchRows = 97,
        MaxEpochs = 40,
        Accumulation = 3,
        EarlyStopping = new EarlyStopping { Metric = "rmse", Patience = 3, MinGain = 0.0005 },
        Seed = 5,
    };
}
