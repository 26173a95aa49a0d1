using System.Net;
using Millrace.Training.Collectives;

namespace Millrace.Training.Tests.Collectives;

/// <summary>Ranks as threads of the test, over shared memory or over TCP on the loopback interface.</summary>
internal static class Ring
{
    public static readonly byte[] Secret = [.. Enumerable.Range(1, 32).Select(i => (byte)i)];

    public static LinkOptions Options(int rank, int ranks) => new() { Rank = rank, Ranks = ranks, Run = 0xABCDEF, Secret = Secret };

    public static async Task<ICollective[]> TcpAsync(int ranks, Func<LinkOptions, LinkOptions>? change = null)
    {
        var listeners = Enumerable.Range(0, ranks).Select(_ => RankListener.Bind(IPAddress.Loopback)).ToArray();
        try
        {
            var points = listeners.Select(l => l.EndPoint).ToArray();
            return await Task.WhenAll(Enumerable.Range(0, ranks).Select(async r =>
                (ICollective)await TcpCollective.ConnectAsync(
                    (change ?? (o => o))(Options(r, ranks)), listeners[r], points, TestContext.Current.CancellationToken)));
        }
        finally
        {
            foreach (var listener in listeners)
            {
                listener.Dispose();
            }
        }
    }

    public static ICollective[] Shared(int ranks, TimeSpan? deadline = null)
    {
        var group = new SharedMemoryGroup(ranks, deadline ?? TimeSpan.FromSeconds(20));
        return [.. Enumerable.Range(0, ranks).Select(group.Join)];
    }

    /// <summary>Runs <paramref name="work"/> on a thread per rank and gives what each threw.</summary>
    public static async Task<Exception?[]> RunAsync(ICollective[] ranks, Action<ICollective> work)
    {
        var tasks = ranks.Select(c => Task.Factory.StartNew(
            () =>
            {
                try
                {
                    work(c);
                    return null;
                }
                catch (Exception e)
                {
                    return e;
                }
            },
            CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default));
        return await Task.WhenAll(tasks).WaitAsync(TimeSpan.FromSeconds(60));
    }
}
