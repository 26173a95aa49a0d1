using Millrace.Training.Collectives;

namespace Millrace.Training.Ranks;

/// <summary>Runs ranks on threads of their own; when one fails the others are told, and the first cause is thrown.</summary>
internal static class RankThreads
{
    /// <summary>The outcome of every rank.</summary>
    public static async Task<LoopOutcome[]> RunAsync(IReadOnlyList<RankContext> contexts, CancellationToken cancellationToken)
    {
        var tasks = contexts.Select(c => Start(c, cancellationToken)).ToArray();
        try
        {
            return await Task.WhenAll(tasks);
        }
        catch (Exception)
        {
            // A rank that was only told by another is not the cause.
            var failures = tasks.Where(t => t.IsFaulted).Select(t => t.Exception!.InnerException!).ToList();
            System.Runtime.ExceptionServices.ExceptionDispatchInfo.Throw(failures.FirstOrDefault(f => f is not PeerException) ?? failures[0]);
            throw;
        }
    }

    private static Task<LoopOutcome> Start(RankContext context, CancellationToken cancellationToken)
    {
        var done = new TaskCompletionSource<LoopOutcome>(TaskCreationOptions.RunContinuationsAsynchronously);
        new Thread(() =>
        {
            try
            {
                using var loop = new TrainingLoop(context);
                done.SetResult(loop.Run(cancellationToken));
            }
#pragma warning disable CA1031 // The failure is handed to the caller through the task.
            catch (Exception e)
#pragma warning restore CA1031
            {
                Log.RankFailed(context.Options.LoggerOrNone, context.Collective.Rank, e);
                context.Collective.Abort(e.Message); // says nothing new where the others were told already
                done.SetException(e);
            }
        })
        { IsBackground = true, Name = $"rank {context.Collective.Rank}" }.Start();
        return done.Task;
    }
}
