using Millrace.Training.Lanes;
using Millrace.Training.Layers.Normalisation;
using Millrace.Training.Local;
using Millrace.Training.Losses;
using Millrace.Training.Networks;
using Millrace.Training.Optimizers;
using Millrace.Training.Tests.Lanes;

namespace Millrace.Training.Tests;

/// <summary>What only shows after the steps of an epoch – metrics, running statistics, the last weights – ends training with an error where it is not finite, never as a model.</summary>
public class ValidationFaultTests
{
    private static readonly TrainingPlan Plan = new()
    {
        Network = new NetworkSpec(),
        Input = new InputShape { DenseFeatures = 2 },
        Targets = [new TargetSpec { Loss = new PoissonLossSpec() }],
        Optimizer = new SgdSpec { Rate = 0.01 },
        BatchRows = 200,
        MaxEpochs = 6,
        EarlyStopping = new EarlyStopping { Patience = 2 },
    };

    [Theory]
    [InlineData(1, true, false)]
    [InlineData(4, true, false)]
    [InlineData(2, false, false)]
    [InlineData(2, true, true)]
    public async Task Outputs_too_large_on_validation_rows_alone_end_training_after_the_first_epoch(int ranks, bool stopsEarly, bool local)
    {
        var plan = Plan with { EarlyStopping = stopsEarly ? Plan.EarlyStopping : null, Local = local ? new LocalTraining { Replicas = 2, StepsPerRound = 9 } : null };
        var failure = await FailureOfAsync(plan, Rows(1_000, 1), Rows(100, 1e6f), ranks);
        Assert.StartsWith("loss of the validation rows is not a finite number (", failure.Message, StringComparison.Ordinal);
        Assert.Contains(" after epoch 1 (step 5): ", failure.Message, StringComparison.Ordinal);
        Assert.Equal(5, failure.Step);
    }

    [Theory]
    [InlineData(1, false, false)]
    [InlineData(4, false, false)]
    [InlineData(2, false, true)]
    [InlineData(2, true, false)]
    public async Task Validation_rows_without_weight_are_refused_before_the_first_step(int ranks, bool byClass, bool local)
    {
        // By the weight of each row, or because all are of a class that weighs nothing.
        var plan = Plan with
        {
            Targets = [new TargetSpec { Loss = new LogisticLossSpec { ClassWeights = byClass ? [0, 1] : null } }],
            Local = local ? new LocalTraining { Replicas = 2, StepsPerRound = 9 } : null,
        };
        var train = Rows(1_000, 1).Select(static (row, at) => row with { Y = [at % 2] }).ToList();
        var validation = Rows(100, 1).Select(row => row with { Y = [0], W = byClass ? 1 : 0 }).ToList();
        var failure = await FailureOfAsync(plan, train, validation, ranks);
        Assert.Contains("no validation row has weight", failure.Message, StringComparison.Ordinal);
        Assert.Equal(-1, failure.Step);

        // One row of weight is enough.
        validation[60] = validation[60] with { Y = [1], W = 1 };
        using var store = await LaneStoreTests.Build(train, new LaneStoreOptions());
        using var one = await LaneStoreTests.Build(validation, new LaneStoreOptions());
        await Trainer.RunAsync(plan with { MaxEpochs = 1 }, store, one, new TrainingOptions { Ranks = ranks }, null, CancellationToken.None);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public async Task Running_statistics_that_overflow_are_named_at_their_step(int ranks)
    {
        // Training divides by a deviation that is infinite, so gradients are 0 and finite; the variance of 1e25 is not.
        var plan = Plan with
        {
            Network = new NetworkSpec { Layers = [new BatchNormSpec()] },
            Targets = [new TargetSpec { Loss = new SquaredLossSpec() }],
            EarlyStopping = null,
        };
        var failure = await FailureOfAsync(plan, Rows(1_000, 1e25f), null, ranks);
        Assert.StartsWith("the running statistic layers[0].batch_norm.", failure.Message, StringComparison.Ordinal);
        Assert.Equal(0, failure.Step);
    }

    [Fact]
    public async Task Weights_that_the_last_step_made_infinite_are_no_model()
    {
        var plan = Plan with
        {
            Targets = [new TargetSpec { Loss = new SquaredLossSpec() }],
            Optimizer = new SgdSpec { Rate = 3e38 },
            BatchRows = 1_000,
            MaxEpochs = 1,
            EarlyStopping = null,
        };
        var rows = Rows(1_000, 1).Select(static row => row with { Y = [50] }).ToList();
        var failure = await FailureOfAsync(plan, rows, null, 2);
        Assert.StartsWith("a weight of output.", failure.Message, StringComparison.Ordinal);
        Assert.Equal(1, failure.Step);
    }

    private static List<FeatureRows.Row> Rows(int count, float factor) =>
        [.. FeatureRows.Make(count, 2, 41).Select(row => row with { X = [.. row.X.Select(x => x * factor)], Y = [Math.Max(0, row.Y[0])] })];

    private static async Task<TrainingException> FailureOfAsync(TrainingPlan plan, List<FeatureRows.Row> train, List<FeatureRows.Row>? validation, int ranks)
    {
        using var store = await LaneStoreTests.Build(train, new LaneStoreOptions());
        using var judged = validation is null ? null : await LaneStoreTests.Build(validation, new LaneStoreOptions());
        return await Assert.ThrowsAsync<TrainingException>(() =>
            Trainer.RunAsync(plan, store, judged, new TrainingOptions { Ranks = ranks }, null, CancellationToken.None));
    }
}
