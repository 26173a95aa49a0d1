using Millrace.Exact;
using Millrace.Training.Collectives;
using Millrace.Training.Lanes;
using Millrace.Training.Ranks;
using Millrace.Training.Schedules;

namespace Millrace.Training;

/// <summary>
/// Tries learning rates: trains a fresh network for some steps while the rate grows by the same factor each step, and keeps the loss of every step. The
/// same bytes for any number of ranks. Writes nothing.
/// </summary>
/// <remarks>Smith, "Cyclical learning rates for training neural networks", 2017.</remarks>
public static class RateFinder
{
    private const double Memory = 0.9;
    private const double Worse = 4;
    private const double BelowLeast = 10;

    /// <summary>Runs the sweep.</summary>
    /// <param name="plan">The plan whose rate is looked for; its own rate, schedule, epochs and early stopping do not matter.</param>
    /// <param name="trainLanes">Training rows.</param>
    /// <param name="settings">From where to where, in how many steps.</param>
    /// <param name="ranks">Ranks to compute with.</param>
    /// <param name="cancellationToken">Stops the sweep.</param>
    /// <exception cref="TrainingException">Faulty plan or settings, or no training rows.</exception>
    public static async Task<RateCurve> RunAsync(
        TrainingPlan plan, ILaneSource trainLanes, RateSweep settings, int ranks, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(plan);
        ArgumentNullException.ThrowIfNull(trainLanes);
        ArgumentNullException.ThrowIfNull(settings);
        if (!(settings.From > 0 && settings.To > settings.From && double.IsFinite(settings.To)) || settings.Steps is < 2 or > 100_000)
        {
            throw new TrainingException("a rate sweep goes from a positive rate to a greater one in 2 to 100,000 steps");
        }

        var sweep = plan with
        {
            Optimizer = plan.Optimizer with { Rate = settings.From, AverageDecay = null },
            Schedule = new ExponentialScheduleSpec { FinalFactor = settings.To / settings.From, OverSteps = settings.Steps },
            MaxEpochs = 1_000_000,
            EarlyStopping = null,
            Local = null,
        };
        var options = new TrainingOptions { Ranks = ranks };
        var network = Trainer.Prepare(sweep, trainLanes, null, options);
        var group = new SharedMemoryGroup(ranks, options.StepDeadline);
        var points = new List<(double Rate, double Loss)>();
        var contexts = Enumerable.Range(0, ranks).Select(rank => new RankContext
        {
            Plan = sweep,
            Network = network,
            Collective = group.Join(rank),
            Train = trainLanes,
            Validation = null,
            Options = options,
            Progress = null,
            Replay = (null, settings.Steps),
            AfterStep = rank == 0 ? counters => points.Add((counters.LastRate, counters.LastLoss)) : null,
        }).ToArray();
        try
        {
            await RankThreads.RunAsync(contexts, cancellationToken);
        }
        catch (TrainingException failure) when (failure.Step >= 0 && points.Count > 1)
        {
            // Numbers that are not finite any more end the sweep: so far it went.
        }

        cancellationToken.ThrowIfCancellationRequested();
        return Judge(points);
    }

    /// <summary>The curve with its smoothed losses and the suggestion.</summary>
    internal static RateCurve Judge(IReadOnlyList<(double Rate, double Loss)> points)
    {
        var curve = new List<RatePoint>();
        var (average, trust, least, leastAt) = (0.0, 1.0, double.PositiveInfinity, 0);
        foreach (var (rate, loss) in points)
        {
            average = (Memory * average) + ((1 - Memory) * loss);
            trust *= Memory;
            var smooth = average / (1 - trust);
            curve.Add(new RatePoint(rate, loss, smooth));
            if (smooth > Worse * least)
            {
                break;
            }

            if (smooth < least)
            {
                (least, leastAt) = (smooth, curve.Count - 1);
            }
        }

        return new RateCurve
        {
            Points = curve,
            LeastLossRate = curve[leastAt].Rate,
            SteepestRate = Steepest(curve, leastAt),
            Suggestion = Math.Max(curve[leastAt].Rate / BelowLeast, curve[0].Rate),
        };
    }

    private static double Steepest(List<RatePoint> curve, int leastAt)
    {
        var (slope, at) = (double.PositiveInfinity, leastAt);
        for (var point = 1; point <= leastAt; point++)
        {
            var (before, here) = (curve[point - 1], curve[point]);
            var fall = (here.SmoothLoss - before.SmoothLoss) / (ExactMath.Log(here.Rate) - ExactMath.Log(before.Rate));
            if (fall < slope)
            {
                (slope, at) = (fall, point);
            }
        }

        return curve[at].Rate;
    }
}
