namespace Millrace.Training.Tests;

public sealed class RateFinderTests
{
    [Fact]
    public async Task The_curve_does_not_depend_on_the_ranks_and_goes_from_rate_to_rate()
    {
        using var hard = await TrainingCase.MakeAsync();
        var sweep = new RateSweep { From = 1e-4, To = 0.1, Steps = 60 };
        var one = await RateFinder.RunAsync(TrainingCase.Plan, hard.Train, sweep, 1, CancellationToken.None);
        var four = await RateFinder.RunAsync(TrainingCase.Plan, hard.Train, sweep, 4, CancellationToken.None);
        Assert.Equal(one.Points, four.Points);
        Assert.Equal(one.Suggestion, four.Suggestion);
        Assert.Equal(60, one.Points.Count);
        Assert.Equal(1e-4, one.Points[0].Rate, 1e-12);
        Assert.Equal(0.1, one.Points[^1].Rate, 1e-9);
        Assert.True(one.Points[^1].SmoothLoss < one.Points[0].SmoothLoss);
        Assert.InRange(one.SteepestRate, 1e-4, one.LeastLossRate);
    }

    [Fact]
    public void A_loss_that_grows_again_is_told_from_its_least_and_the_rest_is_cut()
    {
        (double Rate, double Loss)[] points = [.. Enumerable.Range(0, 200).Select(at =>
        {
            var power = -6 + (at * 0.04);
            return (Math.Pow(10, power), 1 + Math.Pow(power + 2, 2) + (power > -1 ? Math.Pow(10, 2 * (power + 1)) : 0));
        })];
        var curve = RateFinder.Judge(points);
        Assert.InRange(curve.LeastLossRate, 0.01, 0.06);
        Assert.Equal(curve.LeastLossRate / 10, curve.Suggestion);
        Assert.True(curve.SteepestRate < curve.LeastLossRate);
        Assert.True(curve.Points.Count < points.Length);
    }

    [Fact]
    public async Task A_sweep_without_a_way_is_refused()
    {
        using var hard = await TrainingCase.MakeAsync();
        await Assert.ThrowsAsync<TrainingException>(() =>
            RateFinder.RunAsync(TrainingCase.Plan, hard.Train, new RateSweep { From = 1, To = 0.1 }, 1, CancellationToken.None));
    }
}
