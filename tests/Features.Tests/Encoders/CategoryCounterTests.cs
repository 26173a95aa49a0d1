using Apache.Arrow;
using Millrace.Features.Encoders;
using Millrace.Features.Encoders.Categories;
using Millrace.Features.Encoders.Labels;
using Millrace.Features.Splitting;

namespace Millrace.Features.Tests.Encoders;

public class CategoryCounterTests
{
    private const int Held = 65_536;

    [Fact]
    public void Counts_that_are_handed_out_early_add_up_to_those_of_the_training_rows()
    {
        // Every text twice, so far apart that the first is handed out before the second comes; validation rows and rows without a label do not count.
        var texts = Enumerable.Range(0, Held + 10).Concat(Enumerable.Range(0, Held + 10)).Select(i => $"t{i}").Append("validation").Append("no label").ToArray();
        var labels = Fitting.Labels(texts.Length);
        labels[^1] = null;
        var parts = new SplitPart[texts.Length];
        parts[^2] = SplitPart.Validation;
        var table = new CleanTable().Strings("s", texts).Doubles("y", labels);
        var counter = new CategoryCounter(FeaturePlan.Compile(Fitting.Spec(("s", [new OneHotSpec()])), table.Contract, LabelKind.Regression), ["s"]);
        using var batch = table.Batch();

        var (handedOut, counts) = (0, new Dictionary<string, long>());
        foreach (var (column, counted) in counter.Add(batch, parts).Concat(counter.Finish()))
        {
            using (counted)
            {
                Assert.Equal(0, column);
                Assert.InRange(counted.Length, 1, Held);
                handedOut++;
                Add(counts, counted);
            }
        }

        Assert.Equal(3, handedOut);
        Assert.Equal(Held + 10, counts.Count);
        Assert.All(counts.Values, count => Assert.Equal(2, count));
    }

    [Fact]
    public void A_fit_that_counted_too_many_asks_for_them_and_is_not_finished_without()
    {
        string[] texts = [.. Enumerable.Range(0, 100_001).Select(i => $"t{i}"), "t7", "t7", "t5"];
        var table = new CleanTable().Strings("s", texts).Doubles("y", Fitting.Labels(texts.Length));
        var fit = new FeatureFit(FeaturePlan.Compile(Fitting.Spec(("s", [new OneHotSpec { MaxSize = 2 }])), table.Contract, LabelKind.Regression));
        using var batch = table.Batch();
        fit.Add(batch, new SplitPart[texts.Length]);

        Assert.Equal([new CategoryDemand("s", 2, texts.Length)], fit.Uncounted);
        Assert.Throws<ArgumentException>(() => fit.Finish(Fitting.NothingCounted));
        var counted = new Dictionary<string, IReadOnlyList<CategoryCount>> { ["s"] = [new("t7", 3), new("t5", 2)] };
        Assert.Equal(["t5", "t7"], Assert.IsType<FittedOneHot>(fit.Finish(counted).Columns.Single().Steps.Single()).Values);
    }

    private static void Add(Dictionary<string, long> counts, RecordBatch counted)
    {
        var (categories, rows) = ((StringArray)counted.Column(0), (Int64Array)counted.Column(1));
        for (var i = 0; i < counted.Length; i++)
        {
            counts[categories.GetString(i)] = counts.GetValueOrDefault(categories.GetString(i)) + rows.GetValue(i)!.Value;
        }
    }
}
