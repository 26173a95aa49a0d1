using Millrace.Exact;

namespace Millrace.Training.Schedules;

/// <summary>The learning rate of each step. Pure: the same on every rank and machine.</summary>
public static class Schedule
{
    /// <summary>The rate of step <paramref name="step"/> (0 is the first) of <paramref name="totalSteps"/>.</summary>
    public static double Rate(ScheduleSpec schedule, double rate, long step, long totalSteps)
    {
        ArgumentNullException.ThrowIfNull(schedule);
        ArgumentOutOfRangeException.ThrowIfNegative(step);
        ArgumentOutOfRangeException.ThrowIfLessThan(totalSteps, 1);
        if (step < schedule.WarmupSteps)
        {
            return rate * ((step + 1.0) / schedule.WarmupSteps);
        }

        var after = step - schedule.WarmupSteps;
        var span = Math.Max(1, totalSteps - schedule.WarmupSteps);
        return schedule switch
        {
            ConstantScheduleSpec => rate,
            StepScheduleSpec steps => rate * ExactMath.Pow(steps.Factor, after / Math.Max(1, steps.EverySteps)),
            CosineScheduleSpec cosine => Between(rate, rate * cosine.FinalFactor, (double)after / span),
            ExponentialScheduleSpec exponential => rate * ExactMath.Pow(
                exponential.FinalFactor, Math.Min(1, after / (double)Math.Max(1, (exponential.OverSteps ?? span) - 1))),
            OneCycleScheduleSpec cycle => OneCycle(cycle, rate, after, span),
            _ => throw new ArgumentException($"There is no schedule {schedule.GetType().Name}.", nameof(schedule)),
        };
    }

    private static double OneCycle(OneCycleScheduleSpec cycle, double rate, long step, long span)
    {
        var start = rate / cycle.StartDivisor;
        var rising = (cycle.RisingShare * span) - 1;
        if (step <= rising)
        {
            return Between(start, rate, rising <= 0 ? 1 : step / rising);
        }

        return Between(rate, start / cycle.FinalDivisor, (step - rising) / Math.Max(1, span - 1 - rising));
    }

    /// <summary>Half a cosine from <paramref name="from"/> at 0 to <paramref name="to"/> at 1.</summary>
    private static double Between(double from, double to, double share) =>
        to + ((from - to) * (1 + ExactMath.Cos(Math.PI * Math.Clamp(share, 0, 1))) / 2);
}
