namespace Millrace.Jobs.Stages;

/// <summary>Runs several readers side by side, each on a thread of its own, and stops all when one fails.</summary>
internal static class Readers
{
    /// <summary>Runs <paramref name="work"/> for 0 to <paramref name="count"/> − 1. The first real failure is thrown, not the cancellations that it causes.</summary>
    public static async Task RunAsync(int count, Func<int, CancellationToken, Task> work, CancellationToken cancellationToken)
    {
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var running = Enumerable.Range(0, count)
            .Select(number => Task.Factory.StartNew(
                () => GuardAsync(number), CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default).Unwrap())
            .ToArray();
        await Task.WhenAll(running).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        cancellationToken.ThrowIfCancellationRequested();
        var failed = running.FirstOrDefault(task => task.IsFaulted) ?? running.FirstOrDefault(task => task.IsCanceled);
        if (failed is not null)
        {
            await failed;
        }

        async Task GuardAsync(int number)
        {
            try
            {
                await work(number, stop.Token);
            }
            catch
            {
                await stop.CancelAsync();
                throw;
            }
        }
    }
}
