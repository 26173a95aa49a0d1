using Millrace.Training.Lanes;
using Millrace.Training.Layers;
using Millrace.Training.Losses;
using Millrace.Training.Networks;
using Millrace.Training.Optimizers;
using Millrace.Training.Tests.Lanes;

namespace Millrace.Training.Tests;

public class TrainerTests
{
    [Fact]
    public async Task A_line_with_noise_is_learnt_and_predicted_from_the_saved_model()
    {
        var rows = FeatureRows.Make(4000, 1, 31);
        using var train = await LaneStoreTests.Build(rows, new LaneStoreOptions());
        using var validation = await LaneStoreTests.Build(FeatureRows.Make(500, 1, 32), new LaneStoreOptions());
        var plan = new TrainingPlan
        {
            Network = new NetworkSpec(),
            Input = new InputShape { DenseFeatures = 1 },
            Targets = [new TargetSpec { Loss = new SquaredLossSpec() }],
            Optimizer = new AdamWSpec { Rate = 0.05 },
            BatchRows = 200,
            MaxEpochs = 30,
        };
        var result = await Trainer.RunAsync(plan, train, validation, new TrainingOptions(), null, CancellationToken.None);

        // y = 2x + 1 + u/10, u uniform on [0, 1): slope 2, intercept 1.05, deviation 0.0289.
        Assert.Equal(2, result.Model.Weights.Length);
        Assert.InRange(result.Model.Weights.Span[0], 1.99f, 2.01f);
        Assert.InRange(result.Model.Weights.Span[1], 1.04f, 1.06f);
        Assert.InRange(result.History.Min(h => h.Validation["rmse"]), 0.027, 0.031);

        var path = Path.Combine(Directory.CreateTempSubdirectory("model").FullName, "m.bin");
        await result.Model.SaveAsync(path, CancellationToken.None);
        var loaded = await TrainedModel.LoadAsync(path, CancellationToken.None);
        Assert.Equal(result.WeightsSha256, loaded.WeightsSha256);
        var predictor = loaded.CreatePredictor();
        Assert.Equal(1, predictor.Outputs);
        var predictions = predictor.Predict(FeatureRows.Batch(rows, 8));
        for (var i = 0; i < rows.Count; i++)
        {
            Assert.Equal((rows[i].X[0] * 2) + 1.05, predictions[i], 0.02);
        }

        var bytes = await File.ReadAllBytesAsync(path);
        bytes[bytes.Length / 2] ^= 4;
        await File.WriteAllBytesAsync(path, bytes);
        await Assert.ThrowsAsync<TrainingException>(() => TrainedModel.LoadAsync(path, CancellationToken.None));
        Directory.Delete(Path.GetDirectoryName(path)!, recursive: true);
    }

    [Theory]
    [InlineData(2)]
    [InlineData(3)]
    public async Task Classes_are_learnt(int classes)
    {
        var rows = FeatureRows.Make(3000, 2, 33).Select(r => r with { Y = [classes == 2 ? (r.X[0] > r.X[1] ? 1 : 0) : r.X[0] > 0.3 ? 2 : r.X[1] > 0 ? 1 : 0] }).ToList();
        using var train = await LaneStoreTests.Build(rows[..2500], new LaneStoreOptions());
        using var validation = await LaneStoreTests.Build(rows[2500..], new LaneStoreOptions());
        var plan = new TrainingPlan
        {
            Network = new NetworkSpec { Layers = [new DenseSpec { Units = 16, Activation = Activation.Relu }] },
            Input = new InputShape { DenseFeatures = 2 },
            Targets =
            [
                classes == 2
                    ? new TargetSpec { Loss = new LogisticLossSpec() }
                    : new TargetSpec { Loss = new CrossEntropyLossSpec(), Classes = 3 },
            ],
            Optimizer = new AdamWSpec { Rate = 0.02 },
            BatchRows = 100,
            MaxEpochs = 20,
            EarlyStopping = new EarlyStopping { Metric = "accuracy", Patience = 20 },
        };
        var result = await Trainer.RunAsync(plan, train, validation, new TrainingOptions { Ranks = 2 }, null, CancellationToken.None);
        Assert.InRange(result.History.Max(h => h.Validation["accuracy"]), 0.95, 1);
        Assert.Equal(result.History.Max(h => h.Validation["accuracy"]), result.History[result.BestEpoch - 1].Validation["accuracy"]);
        var predictor = result.Model.CreatePredictor();
        Assert.Equal(classes == 2 ? 1 : 3, predictor.Outputs);
        Assert.All(predictor.Predict(FeatureRows.Batch(rows, 8)), p => Assert.InRange(p, 0, 1));
    }

    [Fact]
    public async Task All_faults_of_a_plan_are_named_at_once()
    {
        using var hard = await TrainingCase.MakeAsync();
        var plan = TrainingCase.Plan with
        {
            Lanes = 16,
            BatchRows = 0,
            Input = new InputShape { DenseFeatures = 9 },
            EarlyStopping = new EarlyStopping { Metric = "auc", Patience = 0 },
        };
        var e = await Assert.ThrowsAsync<TrainingException>(() => hard.RunAsync(plan, new TrainingOptions { Ranks = 3 }));
        foreach (var part in new[] { "batch_rows", "'auc'", "patience", "ranks", "8 lanes, the plan 16", "expects 9" })
        {
            Assert.Contains(part, e.Message, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task Numbers_that_overflow_stop_all_ranks_and_name_the_layer_and_the_step()
    {
        using var hard = await TrainingCase.MakeAsync();
        var plan = TrainingCase.Plan with { Optimizer = new SgdSpec { Rate = 1e30 } };
        var one = await Assert.ThrowsAsync<TrainingException>(() => hard.RunAsync(plan, new TrainingOptions()));
        var four = await Assert.ThrowsAsync<TrainingException>(() => hard.RunAsync(plan, new TrainingOptions { Ranks = 4 }));
        Assert.Equal(one.Message, four.Message);
        Assert.InRange(one.Step, 1, 20);
        Assert.Matches("layers|target|loss|kind", one.Message);
    }

    [Fact]
    public async Task A_label_out_of_range_on_one_rank_stops_all_with_its_message()
    {
        using var hard = await TrainingCase.MakeAsync();
        var plan = TrainingCase.Plan with
        {
            Targets = [new TargetSpec { Loss = new CrossEntropyLossSpec(), Classes = 2 }],
            EarlyStopping = null,
        };
        var failure = await Assert.ThrowsAsync<NetworkException>(() => hard.RunAsync(plan, new TrainingOptions { Ranks = 4 }));
        Assert.Equal(plan.Targets[0].Name, failure.Part);
        Assert.Matches("the label of the row with id [0-9a-f]{32} is -?[0-9.E-]+, where the loss takes whole numbers from 0 to 1$", failure.Message);
    }

    [Fact]
    public async Task No_training_rows_is_an_error_and_no_validation_rows_are_none()
    {
        using var hard = await TrainingCase.MakeAsync();
        using var other = await LaneStoreTests.Build(FeatureRows.Make(5, 7, 1, categories: 1), new LaneStoreOptions());
        var result = await Trainer.RunAsync(
            TrainingCase.Plan with { MaxEpochs = 2 }, hard.Train, null, new TrainingOptions { Ranks = 2 }, null, CancellationToken.None);
        Assert.Equal((2, StopReason.MaxEpochs), (result.BestEpoch, result.Reason));
        Assert.Empty(result.History[0].Validation);
        var tiny = await Trainer.RunAsync(
            TrainingCase.Plan with { MaxEpochs = 1 }, other, null, new TrainingOptions { Ranks = 8 }, null, CancellationToken.None);
        Assert.Equal(1, tiny.Steps);
        var e = await Assert.ThrowsAsync<TrainingException>(() =>
            Trainer.RunAsync(TrainingCase.Plan, new NoRows(hard.Train.Layout), null, new TrainingOptions(), null, CancellationToken.None));
        Assert.Contains("no training rows", e.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Progress_is_reported_and_the_deadline_ends_training_as_not_reproducible()
    {
        using var hard = await TrainingCase.MakeAsync();
        var reports = new List<TrainingProgress>();
        var options = new TrainingOptions { ProgressInterval = TimeSpan.FromMilliseconds(1), Deadline = TimeSpan.FromMilliseconds(300), Ranks = 2 };
        var result = await hard.RunAsync(
            TrainingCase.Plan with { MaxEpochs = 1_000_000, EarlyStopping = null }, options, new Sink(reports));
        Assert.Equal(StopReason.Deadline, result.Reason);
        Assert.False(result.Model.Reproducible);
        Assert.NotEmpty(reports);
        Assert.All(reports, r => Assert.Equal(24, r.StepsPerEpoch));
        Assert.Contains(reports, r => r.RowsPerSecond > 0);
    }

    private sealed class Sink(List<TrainingProgress> reports) : IProgress<TrainingProgress>
    {
        public void Report(TrainingProgress value) => reports.Add(value);
    }

    private sealed class NoRows(RowLayout layout) : ILaneSource
    {
        public RowLayout Layout => layout;

        public int Lanes => 8;

        public LaneRange Owned => new(0, 8);

        public long Rows(int lane) => 0;

        public byte[]? ResidentBlock(int lane, int block) => null;

        public int ReadBlock(int lane, int block, byte[] destination) => 0;
    }

    [Fact]
    public async Task A_plan_without_early_stopping_comes_back_from_a_model_as_it_was()
    {
        using var hard = await TrainingCase.MakeAsync();
        var plan = TrainingCase.Plan with { EarlyStopping = null, MaxEpochs = 1 };
        Assert.Equal(plan.Hash, TrainingPlan.FromJson(plan.ToJson()).Hash);
        var file = Path.GetTempFileName();
        await (await hard.RunAsync(plan, new TrainingOptions())).Model.SaveAsync(file, TestContext.Current.CancellationToken);
        Assert.Null((await TrainedModel.LoadAsync(file, TestContext.Current.CancellationToken)).Plan.EarlyStopping);
        File.Delete(file);
    }
}
