using Millrace.Jobs.Metrics;

namespace Millrace.Jobs.Tests.Metrics;

public sealed class PairedBootstrapTests
{
    [Fact]
    public void A_clear_difference_excludes_zero_and_an_even_one_does_not()
    {
        var random = new Random(5);
        var first = Enumerable.Range(0, 4_000).Select(_ => random.NextSingle()).ToArray();
        var worse = first.Select(loss => loss + (random.NextSingle() * 0.1f)).ToArray();
        var noisy = first.Select(loss => loss + random.NextSingle() - 0.5f).ToArray();
        Assert.True(Interval(first, worse, 1).High < 0);
        Assert.False(Interval(first, noisy, 1).ExcludesZero);
    }

    [Fact]
    public void The_interval_is_that_of_the_normal_approximation_on_many_rows()
    {
        var random = new Random(6);
        var first = Enumerable.Range(0, 60_000).Select(_ => random.NextSingle()).ToArray();
        var second = first.Select(_ => random.NextSingle()).ToArray();
        var differences = first.Zip(second, (a, b) => (double)a - b).ToArray();
        var mean = differences.Average();
        var error = Math.Sqrt(differences.Sum(d => (d - mean) * (d - mean)) / differences.Length / differences.Length);

        var interval = Interval(first, second, 1);

        Assert.Equal(mean, interval.Mean, 1e-9);
        Assert.Equal(mean - (1.96 * error), interval.Low, 0.25 * error);
        Assert.Equal(mean + (1.96 * error), interval.High, 0.25 * error);
    }

    [Fact]
    public void The_seed_decides_the_interval()
    {
        var random = new Random(7);
        var first = Enumerable.Range(0, 500).Select(_ => random.NextSingle()).ToArray();
        var second = first.Select(_ => random.NextSingle()).ToArray();
        Assert.Equal(Interval(first, second, 1), Interval(first, second, 1));
        Assert.NotEqual(Interval(first, second, 1), Interval(first, second, 2));
    }

    [Theory]
    [InlineData(0, 0)]
    [InlineData(1, 0)]
    [InlineData(0, 1)]
    [InlineData(30_000, 29_999)]
    public void Losses_that_are_no_pairs_are_refused(int differences, int rows) =>
        Assert.Throws<ArgumentException>(() => PairedBootstrap.Interval(Enumerable.Repeat(1.0, differences), rows, 1));

    private static BootstrapInterval Interval(float[] first, float[] second, ulong seed) =>
        PairedBootstrap.Interval(first.Zip(second, (a, b) => (double)a - b), first.Length, seed);
}
