using Millrace.Training.Calibration;
using Millrace.Training.Losses;
using Millrace.Training.Networks;
using Millrace.Training.Tests.Lanes;

namespace Millrace.Training.Tests.Calibration;

public sealed class TemperatureFitTests
{
    private static readonly TrainingPlan Plan = new()
    {
        Network = new NetworkSpec(),
        Input = new InputShape { DenseFeatures = 2 },
        Targets = [new TargetSpec { Loss = new LogisticLossSpec() }],
    };

    [Theory]
    [InlineData(3, 3)]
    [InlineData(0.4, 0.4)]
    [InlineData(1, 1)]
    public void A_network_too_sure_by_a_factor_is_cooled_by_it(double factor, double expected)
    {
        var model = Model(factor);
        var found = Fit(model, Rows(6_000), 700)[0]!;
        Assert.InRange(found.Temperature, expected * 0.9, expected * 1.1);
        Assert.True(found.LossAfter <= found.LossBefore);
        Assert.Equal(6_000, found.Rows);
        Assert.Null(found.Note);
    }

    [Theory]
    [InlineData(0, 9)]
    [InlineData(1, 0)]
    public void Rows_of_hardly_a_second_class_fit_no_temperature(float main, int others)
    {
        var rows = Rows(2_000).Select((row, at) => row with { Y = [at < others ? 1 - main : main] }).ToList();
        var found = Fit(Model(1), rows, 700)[0]!;
        Assert.Equal((1, found.LossBefore), (found.Temperature, found.LossAfter));
        Assert.Contains($"{others} of 2000 validation rows are not of the most frequent class", found.Note, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(false, "makes hardly a mistake")]
    [InlineData(true, "no better than chance")]
    public void An_optimum_at_an_end_of_the_range_is_not_taken(bool reversed, string why)
    {
        // Every row of positive logit has label 1, or label 0: without a mistake, or with nothing else.
        var rows = Rows(2_000).Select(row => row with { Y = [((2 * row.X[0]) - row.X[1] + 0.5 > 0) != reversed ? 1 : 0] }).ToList();
        var found = Fit(Model(1), rows, 700)[0]!;
        Assert.Equal((1, found.LossBefore), (found.Temperature, found.LossAfter));
        Assert.Contains(why, found.Note, StringComparison.Ordinal);
    }

    [Fact]
    public void A_mistake_in_twenty_keeps_the_temperature_within_the_range()
    {
        var rows = Rows(2_000).Select(static (row, at) => row with { Y = [((2 * row.X[0]) - row.X[1] + 0.5 > 0) != (at % 20 == 0) ? 1 : 0] }).ToList();
        var found = Fit(Model(1), rows, 700)[0]!;
        Assert.InRange(found.Temperature, 0.06, 0.95);
        Assert.Null(found.Note);
    }

    [Fact]
    public void The_order_of_rows_and_batches_does_not_change_a_bit()
    {
        var rows = Rows(2_000);
        var one = Fit(Model(2), rows, 2_000)[0]!;
        rows.Reverse();
        Assert.Equal(one, Fit(Model(2), rows, 33)[0]);
    }

    [Fact]
    public async Task A_calibrated_model_keeps_weights_and_plan_and_predicts_the_same_from_its_file()
    {
        var folder = Directory.CreateTempSubdirectory("calibrated").FullName;
        var model = Model(3);
        var calibrated = model.WithTemperatures([3]);
        Assert.Equal(model.WeightsSha256, calibrated.WeightsSha256);
        Assert.Equal(model.Plan.Hash, calibrated.Plan.Hash);
        var batch = FeatureRows.Batch(Rows(50), 8);
        var predictions = calibrated.CreatePredictor().Predict(batch);
        Assert.NotEqual(model.CreatePredictor().Predict(batch), predictions);

        // Three times the logits cooled by three are the plain model's.
        Assert.All(predictions.Zip(Model(1).CreatePredictor().Predict(batch)), static pair => Assert.Equal(pair.Second, pair.First, 1e-6f));
        var file = Path.Combine(folder, "model");
        await calibrated.SaveAsync(file, CancellationToken.None);
        var loaded = await TrainedModel.LoadAsync(file, CancellationToken.None);
        Assert.Equal([3.0], loaded.Temperatures);
        Assert.Equal(predictions, loaded.CreatePredictor().Predict(batch));
        Directory.Delete(folder, recursive: true);
    }

    [Fact]
    public async Task A_plan_without_early_stopping_is_read_back_as_it_was()
    {
        var file = Path.GetTempFileName();
        var model = new TrainedModel(Plan with { EarlyStopping = null }, [1, 2, 3], reproducible: true);
        await model.SaveAsync(file, CancellationToken.None);
        Assert.Null((await TrainedModel.LoadAsync(file, CancellationToken.None)).Plan.EarlyStopping);
        File.Delete(file);
    }

    [Fact]
    public void Temperatures_that_do_not_fit_the_targets_are_refused()
    {
        Assert.Throws<TrainingException>(() => Model(1).WithTemperatures([1, 2]));
        Assert.Throws<TrainingException>(() => Model(1).WithTemperatures([0]));
    }

    /// <summary>A linear model whose logits are <paramref name="factor"/> times those that the labels were drawn by.</summary>
    private static TrainedModel Model(double factor) => new(Plan, [(float)(2 * factor), (float)(-1 * factor), (float)(0.5 * factor)], reproducible: true);

    private static List<FeatureRows.Row> Rows(int count)
    {
        var random = new Random(3);
        return
        [
            .. FeatureRows.Make(count, 2, 5).Select(row => row with
            {
                Y = [random.NextDouble() < 1 / (1 + Math.Exp(-((2 * row.X[0]) - row.X[1] + 0.5))) ? 1 : 0],
                W = 1,
            }),
        ];
    }

    private static IReadOnlyList<TargetCalibration?> Fit(TrainedModel model, List<FeatureRows.Row> rows, int batchRows)
    {
        var fit = new TemperatureFit(model);
        for (var at = 0; at < rows.Count; at += batchRows)
        {
            fit.Add(FeatureRows.Batch([.. rows.Skip(at).Take(batchRows)], 8), keep: null);
        }

        return fit.Finish();
    }
}
