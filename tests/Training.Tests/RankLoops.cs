using Millrace.Training.Collectives;
using Millrace.Training.Lanes;
using Millrace.Training.Networks;
using Millrace.Training.Tests.Collectives;

namespace Millrace.Training.Tests;

/// <summary>Runs the real training loop on a thread a rank, so that a test sees what each rank throws and what happens between its steps.</summary>
internal static class RankLoops
{
    /// <summary>What each rank threw; null where it came to its end.</summary>
    public static async Task<Exception?[]> RunAsync(
        TrainingPlan plan, ILaneSource train, RankMode mode, int ranks, Action<int, LoopCounters>? afterStep = null)
    {
        var collectives = mode == RankMode.Threads ? Ring.Shared(ranks) : await Ring.TcpAsync(ranks);
        var network = Network.Build(plan.Network, plan.Input, plan.Targets);
        try
        {
            return await Ring.RunAsync(collectives, collective =>
            {
                using var loop = new TrainingLoop(Context(collective));
                loop.Run(CancellationToken.None);
            });
        }
        finally
        {
            CollectiveTests.Dispose(collectives);
        }

        RankContext Context(ICollective collective) => new()
        {
            Plan = plan,
            Network = network,
            Collective = collective,
            Train = train,
            Validation = null,
            Options = new TrainingOptions { Ranks = ranks, Mode = mode },
            Progress = null,
            AfterStep = afterStep is null ? null : counters => afterStep(collective.Rank, counters),
        };
    }
}
