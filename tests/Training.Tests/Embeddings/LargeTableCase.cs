using Millrace.Training.Lanes;
using Millrace.Training.Layers;
using Millrace.Training.Losses;
using Millrace.Training.Networks;
using Millrace.Training.Optimizers;
using Millrace.Training.Schedules;
using Millrace.Training.Tests.Lanes;

namespace Millrace.Training.Tests.Embeddings;

/// <summary>A hard case whose embedding tables are so large that training keeps to the rows that steps touch: most rows are met rarely, some never.</summary>
internal sealed class LargeTableCase : IDisposable
{
    public const int Users = 30_000;
    public const int Shops = 900;

    private LargeTableCase(LaneStore train, LaneStore validation) => (Train, Validation) = (train, validation);

    public LaneStore Train { get; }

    public LaneStore Validation { get; }

    /// <summary>1,503 training rows, 301 validation rows; batch 61: 25 steps an epoch. Adam, so that rows without a gradient move on.</summary>
    public static TrainingPlan Plan { get; } = new()
    {
        Network = new NetworkSpec { Layers = [new DenseSpec { Units = 13, Activation = Activation.Relu }, new DropoutSpec { Rate = 0.1 }] },
        Input = new InputShape { DenseFeatures = 3, Categories = [new("user", Users, 3), new("shop", Shops, 5)] },
        Targets = [new TargetSpec { Loss = new SquaredLossSpec(), Mean = 1, Scale = 1.2 }],
        Optimizer = new AdamWSpec { Rate = 0.01, WeightDecay = 0.01, ClipNorm = 0.3, AverageDecay = 0.9 },
        Schedule = new CosineScheduleSpec { WarmupSteps = 10 },
        BatchRows = 61,
        MaxEpochs = 9,
        EarlyStopping = new EarlyStopping { Metric = "rmse", Patience = 3 },
        Seed = 5,
    };

    public static async Task<LargeTableCase> MakeAsync() => new(
        await LaneStoreTests.Build(Rows(1503, 31), new LaneStoreOptions { Run = "train" }),
        await LaneStoreTests.Build(Rows(301, 32), new LaneStoreOptions { Run = "validation" }));

    public Task<TrainingResult> RunAsync(TrainingPlan plan, TrainingOptions options) =>
        Trainer.RunAsync(plan, Train, Validation, options, null, TestContext.Current.CancellationToken);

    public void Dispose()
    {
        Train.Dispose();
        Validation.Dispose();
    }

    /// <summary>A tenth of the rows has one of ten users, the rest any of a thousand, so that some are met again and most of the table never.</summary>
    private static List<FeatureRows.Row> Rows(int count, int seed)
    {
        var random = new Random(seed);
        return [.. FeatureRows.Make(count, 3, seed, emptyLane: TrainingCase.EmptyLane).Select(row => row with
        {
            C = [random.Next(10) == 0 ? random.Next(10) : 7 * random.Next(1_000), random.Next(Shops)],
        })];
    }
}
