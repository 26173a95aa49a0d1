using Millrace.Jobs.Metrics;

namespace Millrace.Jobs.Tests.Metrics;

public class ThresholdTests
{
    [Fact]
    public void The_chosen_threshold_has_the_best_F1_that_any_row_s_score_could_give()
    {
        var random = new Random(1);
        for (var round = 0; round < 30; round++)
        {
            (bool Positive, float Score)[] rows = [.. Enumerable.Range(0, 200).Select(_ =>
            {
                var positive = random.Next(3) == 0;
                return (positive, (float)Math.Clamp((random.NextDouble() * 0.8) + (positive ? 0.25 : 0), 0, 1));
            })];
            var histogram = new ScoreHistogram();
            foreach (var (positive, score) in rows)
            {
                histogram.Add(positive, score);
            }

            var threshold = histogram.BestThreshold(F1)!.Value;
            var best = rows.Max(row => At(rows, row.Score));
            Assert.InRange(At(rows, threshold), best - 0.02, best);
        }
    }

    [Fact]
    public void A_row_at_the_threshold_counts_as_class_1()
    {
        var histogram = new ScoreHistogram();
        histogram.Add(true, 0.75f);
        histogram.Add(false, 0.25f);
        var threshold = histogram.BestThreshold(F1)!.Value;
        Assert.InRange(threshold, 0.74f, 0.75f);
    }

    [Fact]
    public void Dear_misses_lower_the_threshold_and_dear_alarms_raise_it()
    {
        var histogram = new ScoreHistogram();
        for (var at = 0; at < 100; at++)
        {
            histogram.Add(at % 10 < at / 10, at / 100f);
        }

        var careful = histogram.BestThreshold(static (_, alarms, misses) => -(alarms + (20.0 * misses)))!.Value;
        var strict = histogram.BestThreshold(static (_, alarms, misses) => -((20.0 * alarms) + misses))!.Value;
        Assert.True(careful < 0.3 && strict > 0.7, $"{careful} {strict}");
    }

    [Fact]
    public void No_rows_have_no_threshold() => Assert.Null(new ScoreHistogram().BestThreshold(F1));

    [Fact]
    public void Reliability_counts_how_often_a_probability_came_true()
    {
        var reliability = new Reliability();
        for (var at = 0; at < 1_000; at++)
        {
            reliability.Add(0.9, at % 10 < 6);
        }

        var bin = Assert.Single(reliability.Points);
        Assert.Equal((0.9, 0.6, 1_000L), (bin.Confidence, bin.Share, bin.Rows));
        Assert.Equal(0.3, reliability.Error, 1e-12);
    }

    private static double F1(long found, long alarms, long misses) => found == 0 ? 0 : 2.0 * found / ((2.0 * found) + alarms + misses);

    private static double At((bool Positive, float Score)[] rows, float threshold) => F1(
        rows.Count(row => row.Positive && row.Score >= threshold),
        rows.Count(row => !row.Positive && row.Score >= threshold),
        rows.Count(row => row.Positive && row.Score < threshold));
}
