using Millrace.Training.Lanes;

namespace Millrace.Training.Local;

/// <summary>Replicas as threads of this process, some at a time.</summary>
internal sealed class ThreadRounds(TrainingPlan plan, ILaneSource train, ILaneSource? validation, IBlobStore blobs, int threads) : IRoundPlace
{
    public async Task<IReadOnlyList<RoundResult>> RunAsync(RoundOrder order, CancellationToken cancellationToken)
    {
        var results = new RoundResult[plan.Local!.Replicas];
        var next = -1;
        await Task.WhenAll(Enumerable.Range(0, Math.Min(threads, results.Length)).Select(_ => Task.Factory.StartNew(
            () =>
            {
                for (var replica = Interlocked.Increment(ref next); replica < results.Length; replica = Interlocked.Increment(ref next))
                {
                    results[replica] = ReplicaRound.Run(plan, replica, order, train, validation, blobs, cancellationToken);
                }
            },
            cancellationToken,
            TaskCreationOptions.LongRunning,
            TaskScheduler.Default)));
        return results;
    }
}
