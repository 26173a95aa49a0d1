using Millrace.Training.Schedules;

namespace Millrace.Training.Tests.Schedules;

public class ScheduleTests
{
    [Fact]
    public void Warm_up_rises_linearly_to_the_rate()
    {
        var schedule = new ConstantScheduleSpec { WarmupSteps = 4 };
        Assert.Equal([0.25, 0.5, 0.75, 1, 1, 1], Enumerable.Range(0, 6).Select(step => Schedule.Rate(schedule, 1, step, 6)));
    }

    [Fact]
    public void Steps_multiply_by_the_factor()
    {
        var schedule = new StepScheduleSpec { EverySteps = 2, Factor = 0.5 };
        Assert.Equal([8, 8, 4, 4, 2], Enumerable.Range(0, 5).Select(step => Schedule.Rate(schedule, 8, step, 5)));
    }

    [Fact]
    public void The_exponential_multiplies_by_the_same_each_step()
    {
        var schedule = new ExponentialScheduleSpec { FinalFactor = 16 };
        Assert.Equal([1, 2, 4, 8, 16], Enumerable.Range(0, 5).Select(step => Math.Round(Schedule.Rate(schedule, 1, step, 5), 12)));
    }

    [Fact]
    public void The_cosine_follows_its_formula()
    {
        var schedule = new CosineScheduleSpec { FinalFactor = 0.1 };
        for (var step = 0; step < 50; step++)
        {
            var expected = 0.1 + (0.9 * (1 + Math.Cos(Math.PI * step / 50)) / 2);
            Assert.Equal(expected, Schedule.Rate(schedule, 1, step, 50), 1e-12);
        }
    }

    [Fact]
    public void One_cycle_starts_peaks_and_ends_where_it_should()
    {
        var schedule = new OneCycleScheduleSpec();
        var rates = Enumerable.Range(0, 100).Select(step => Schedule.Rate(schedule, 0.5, step, 100)).ToArray();
        Assert.Equal(0.5 / 25, rates[0], 1e-12);
        Assert.Equal(0.5, rates[29], 1e-12);
        Assert.Equal(0.5 / 25 / 10_000, rates[^1], 1e-12);
        Assert.Equal(rates[..30].Order(), rates[..30]);
        Assert.Equal(rates[29..].OrderDescending(), rates[29..]);
    }
}
