using Millrace.Exact;
using Millrace.Training.Checkpoints;
using Millrace.Training.Networks;

namespace Millrace.Training.Local;

/// <summary>
/// The step over rounds: the mean of the replicas' changes is a gradient, followed with Nesterov momentum. Running statistics take the plain mean; the moving average moves once a round as far as
/// it would in the round's steps.
/// </summary>
internal static class OuterStep
{
    private const int FewRounds = 30;
    private const int ManyRounds = 100;

    /// <summary>Rate and momentum for the number of rounds that the run is planned to have: 0.9 and 0.5 up to 30, 0.7 and 0.9 from 100, linear between.</summary>
    public static (double Rate, double Momentum) Factors(long plannedRounds)
    {
        var share = Math.Clamp((plannedRounds - FewRounds) / (double)(ManyRounds - FewRounds), 0, 1);
        return (0.9 - (0.2 * share), 0.5 + (0.4 * share));
    }

    /// <summary>Moves the state by the sum of <paramref name="replicas"/> changes; the average moves by its decay over so many steps.</summary>
    public static void Apply(
        TrainingState state, float[] sum, int replicas, (double Rate, double Momentum) factors, ParameterLayout layout, (double? Decay, long Steps) average)
    {
        var (rate, momentum, count) = ((float)factors.Rate, (float)factors.Momentum, (float)replicas);
        for (var i = 0; i < layout.Count; i++)
        {
            var change = sum[i] / count;
            if (i < layout.TrainedCount)
            {
                var velocity = state.First[i] = MathF.FusedMultiplyAdd(momentum, state.First[i], change);
                state.Parameters[i] = MathF.FusedMultiplyAdd(-rate, MathF.FusedMultiplyAdd(momentum, velocity, change), state.Parameters[i]);
            }
            else
            {
                state.Parameters[i] -= change;
            }
        }

        if (average.Decay is { } decay)
        {
            var towards = (float)(1 - ExactMath.Pow(decay, average.Steps));
            for (var i = 0; i < layout.Count; i++)
            {
                state.Averages[i] = MathF.FusedMultiplyAdd(towards, state.Parameters[i] - state.Averages[i], state.Averages[i]);
            }
        }
    }
}
