using Millrace.Spark.Server;
using Millrace.Spark.Sql;

namespace Millrace.Spark.Tests.Worker;

/// <summary>A Spark 4.3.0 with two executors in processes of their own, whose workers are reached over Unix sockets. Started by the first test that asks for it.</summary>
public sealed class LocalCluster : IAsyncDisposable
{
    private readonly SemaphoreSlim _gate = new(1);
    private SparkServer? _server;

    /// <summary>The token that no worker may be told.</summary>
    public async Task<string> TokenAsync() => (await ServerAsync()).Url.Split("token=")[1].Split(';')[0];

    public async Task<SparkSession> SessionAsync()
    {
        SparkSession session = await SparkSession.ConnectAsync((await ServerAsync()).Url, null, null, TestContext.Current.CancellationToken);
        await session.UseWorkerAsync(SparkFixture.WorkerApp, TestContext.Current.CancellationToken);
        return session;
    }

    public async ValueTask DisposeAsync()
    {
        if (_server is not null)
        {
            await _server.DisposeAsync();
        }

        _gate.Dispose();
    }

    private async Task<SparkServer> ServerAsync()
    {
        await _gate.WaitAsync(TestContext.Current.CancellationToken);
        try
        {
            return _server ??= await StartAsync();
        }
        finally
        {
            _gate.Release();
        }
    }

    private static async Task<SparkServer> StartAsync()
    {
        string? home = await SparkHome.FindAsync("4.3.0", TestContext.Current.CancellationToken);
        Assert.SkipWhen(home is null, "No Spark 4.3.0 was found: " + SparkHome.HowToGet);
        return await SparkServer.StartLocalAsync(
            new LocalSparkOptions
            {
                SparkHome = home,
                Master = "local-cluster[2,1,1024]",
                Settings = new Dictionary<string, string>
                {
                    ["spark.sql.shuffle.partitions"] = "2",
                    ["spark.python.unix.domain.socket.enabled"] = "true",
                    ["spark.executor.memory"] = "512m",
                },
            },
            CancellationToken.None);
    }
}
