using Millrace.Jobs.Baselines;
using Millrace.Jobs.Specification;
using Row = Millrace.Jobs.Tests.Baselines.FeatureFileWriter.Row;

namespace Millrace.Jobs.Tests.Baselines;

public sealed class BaselineRunnerTests : IDisposable
{
    private const double Noise = 0.1;
    private readonly string _folder = Directory.CreateTempSubdirectory("millrace-baselines-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public async Task A_line_is_found_by_the_linear_model()
    {
        var results = await Run(TrainingTask.Regression, 0, (x, _) => (3 * x[0]) - (2 * x[1]) + 5);
        Assert.Equal(["linear", "lightgbm"], results.Select(result => result.Name));
        // Gaussian noise of deviation 0.1 leaves a mean absolute error of 0.0798.
        Assert.InRange(Metric(results[0], "mae"), 0.077, 0.085);
        Assert.All(results, result => Assert.Equal(1_000, result.TestRows));
        Assert.All(results, result => Assert.Equal(3_000, result.TrainingRows));
    }

    [Fact]
    public async Task Steps_and_categories_are_found_by_the_trees_and_not_by_the_linear_model()
    {
        var results = await Run(TrainingTask.Regression, 0, (x, c) => (x[0] * x[1] > 0 ? 4 : 0) + (c == 2 ? 3 : 0));
        Assert.True(Metric(results[0], "mae") > 1);
        Assert.InRange(Metric(results[1], "mae"), 0.07, 0.25);
        Assert.Contains("leaves", results[1].Details, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Binary_and_multiclass_labels_are_learned()
    {
        var binary = await Run(TrainingTask.Binary, 2, (x, _) => x[0] + x[1] > 0 ? 1 : 0);
        Assert.All(binary, result => Assert.InRange(Metric(result, "auc"), 0.98, 1));
        var several = await Run(TrainingTask.Multiclass, 3, (x, c) => c == 1 ? 2 : x[0] > 0 ? 1 : 0);
        Assert.All(several, result => Assert.InRange(Metric(result, "accuracy"), 0.97, 1));
        Assert.All(several, result => Assert.Equal(1_000, Losses(result).Count));
    }

    [Fact]
    public async Task Files_and_their_order_do_not_change_the_result()
    {
        var rows = Rows(1, 3_000, (x, c) => (x[0] * x[1] > 0 ? 4 : 0) + c, noise: Noise);
        var validation = FeatureFileWriter.Write(_folder, "v.arrow", Rows(2, 500, (x, c) => (x[0] * x[1] > 0 ? 4 : 0) + c, Noise));
        var test = FeatureFileWriter.Write(_folder, "t.arrow", Rows(3, 500, (x, c) => (x[0] * x[1] > 0 ? 4 : 0) + c, Noise));
        var one = FeatureFileWriter.Write(_folder, "one.arrow", rows);
        var first = FeatureFileWriter.Write(_folder, "first.arrow", [.. rows.Skip(1_200)], batchRows: 77);
        var second = FeatureFileWriter.Write(_folder, "second.arrow", [.. rows.Take(1_200).Reverse()]);

        var spec = new BaselineSpec { MaxRows = 2_000 };
        var whole = await BaselineRunner.RunAsync(spec, Data([one], validation, test, 0), TrainingTask.Regression, TestContext.Current.CancellationToken);
        var parts = await BaselineRunner.RunAsync(
            spec, Data([first, second], validation, test, 0), TrainingTask.Regression, TestContext.Current.CancellationToken);

        Assert.All(whole, result => Assert.Equal(2_000, result.TrainingRows));
        Assert.All(whole, result => Assert.Equal(3_000, result.AvailableRows));
        foreach (var (a, b) in whole.Zip(parts))
        {
            Assert.Equal(Losses(a), Losses(b));
            Assert.Equal(a.Test, b.Test);
        }
    }

    [Fact]
    public async Task A_label_with_one_value_fails_with_a_message()
    {
        var failure = await Assert.ThrowsAsync<JobFailedException>(() => Run(TrainingTask.Regression, 0, (_, _) => 7, noise: 0));
        Assert.Contains("one value", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Without_validation_rows_the_trees_still_train()
    {
        static double Label(float[] x, int c) => x[0] > 0 ? 4 : 0;
        var train = FeatureFileWriter.Write(_folder, "train.arrow", Rows(1, 1_000, Label, Noise));
        var test = FeatureFileWriter.Write(_folder, "test.arrow", Rows(3, 500, Label, Noise));
        var data = new BaselineData { TrainFiles = [train], ValidationFiles = [], TestFiles = [test], TemporaryFolder = _folder };
        var results = await BaselineRunner.RunAsync(
            new BaselineSpec { Linear = false }, data, TrainingTask.Regression, TestContext.Current.CancellationToken);
        Assert.InRange(Metric(Assert.Single(results), "mae"), 0.07, 0.3);
    }

    [Fact]
    public async Task A_cancelled_run_stops()
    {
        using var cancelled = new CancellationTokenSource();
        await cancelled.CancelAsync();
        var train = FeatureFileWriter.Write(_folder, "train.arrow", Rows(1, 100, (x, _) => x[0], Noise));
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => BaselineRunner.RunAsync(
            new BaselineSpec(), Data([train], train, train, 0), TrainingTask.Regression, cancelled.Token));
    }

    [Fact]
    public async Task Only_so_many_validation_rows_are_held_and_the_words_say_so()
    {
        static double Label(float[] x, int c) => x[0] > 0 ? 4 : 0;
        var train = FeatureFileWriter.Write(_folder, "train.arrow", Rows(1, 300, Label, Noise));
        var validation = Rows(2, 500, Label, Noise);
        var whole = FeatureFileWriter.Write(_folder, "whole.arrow", validation);
        var turned = FeatureFileWriter.Write(_folder, "turned.arrow", [.. Enumerable.Reverse(validation)], batchRows: 77);
        var test = FeatureFileWriter.Write(_folder, "test.arrow", Rows(3, 100, Label, Noise));
        var spec = new BaselineSpec { Lightgbm = false, MaxRows = 300 };

        var some = Assert.Single(await BaselineRunner.RunAsync(spec, Data([train], whole, test, 0), TrainingTask.Regression, TestContext.Current.CancellationToken));
        var same = Assert.Single(await BaselineRunner.RunAsync(spec, Data([train], turned, test, 0), TrainingTask.Regression, TestContext.Current.CancellationToken));
        var all = Assert.Single(await BaselineRunner.RunAsync(spec with { MaxRows = 500 }, Data([train], whole, test, 0), TrainingTask.Regression, TestContext.Current.CancellationToken));

        Assert.EndsWith("; validated on the 300 of 500 validation rows of smallest keyed hash", some.Details, StringComparison.Ordinal);
        Assert.DoesNotContain("validated on", all.Details, StringComparison.Ordinal);
        Assert.Equal(some.Validation, same.Validation);
        Assert.NotEqual(some.Validation, all.Validation);
        Assert.Equal(some.Test, all.Test);
    }

    private static List<float> Losses(BaselineResult result)
    {
        using (result)
        {
            return [.. result.TestLosses.ReadInOrder().Select(row => row[0])];
        }
    }

    private static double Metric(BaselineResult result, string name) => result.Test.Single(pair => pair.Key == name).Value;

    private BaselineData Data(IReadOnlyList<string> train, string validation, string test, int classes) =>
        new() { TrainFiles = train, ValidationFiles = [validation], TestFiles = [test], TemporaryFolder = _folder, Classes = classes };

    private static List<Row> Rows(int seed, int count, Func<float[], int, double> label, double noise)
    {
        var random = new Random(seed);
        return [.. Enumerable.Range(0, count).Select(i =>
        {
            float[] x = [(random.NextSingle() * 2) - 1, (random.NextSingle() * 2) - 1];
            var category = random.Next(4);
            var gauss = Math.Sqrt(-2 * Math.Log(1 - random.NextDouble())) * Math.Cos(2 * Math.PI * random.NextDouble());
            return new Row((seed * 1_000_000L) + i, x, [category], (float)(label(x, category) + (noise * gauss)));
        })];
    }

    private Task<IReadOnlyList<BaselineResult>> Run(TrainingTask task, int classes, Func<float[], int, double> label, double? noise = null)
    {
        var deviation = noise ?? (task == TrainingTask.Regression ? Noise : 0);
        var train = FeatureFileWriter.Write(_folder, "train.arrow", Rows(1, 3_000, label, deviation));
        var validation = FeatureFileWriter.Write(_folder, "validation.arrow", Rows(2, 500, label, deviation));
        var test = FeatureFileWriter.Write(_folder, "test.arrow", Rows(3, 1_000, label, deviation));
        return BaselineRunner.RunAsync(new BaselineSpec(), Data([train], validation, test, classes), task, TestContext.Current.CancellationToken);
    }
}
