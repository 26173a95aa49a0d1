using Millrace.Spark.Connect;
using Millrace.Spark.Server;
using Millrace.Spark.Sql;
using Millrace.Spark.Worker;
using Millrace.Spark.WorkerApp;

[assembly: AssemblyFixture(typeof(Millrace.Spark.Tests.SparkFixture))]

namespace Millrace.Spark.Tests;

/// <summary>One Spark server for the whole test assembly, started by the first test that asks for it.</summary>
public sealed class SparkFixture : IAsyncDisposable
{
    private readonly SemaphoreSlim _gate = new(1);
    private readonly CancellationTokenSource _end = new();
    private SparkServer? _server;

    /// <summary>The server; skips the test with a sentence that says how to get Spark when there is none.</summary>
    public async Task<SparkServer> ServerAsync()
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

    /// <summary>A new session on the shared server.</summary>
    public async Task<SparkSession> SessionAsync() =>
        await SparkSession.ConnectAsync((await ServerAsync()).Url, null, null, TestContext.Current.CancellationToken);

    /// <summary>A new session whose executors run the test operators.</summary>
    public async Task<SparkSession> WorkerSessionAsync()
    {
        SparkSession session = await SessionAsync();
        await session.UseWorkerAsync(WorkerApp, TestContext.Current.CancellationToken);
        return session;
    }

    /// <summary>The application of the test operators.</summary>
    public static WorkerApplication WorkerApp { get; } = new()
    {
        Operators = TestOperators.Registry,
        Executable = Path.Combine(AppContext.BaseDirectory, "Millrace.Spark.WorkerApp"),
        Assembly = typeof(TestOperators).Assembly,
    };

    internal async Task<ConnectClient> ClientAsync() =>
        await ConnectClient.OpenAsync(
            ConnectAddress.Parse((await ServerAsync()).Url), new ConnectOptions(), null, TestContext.Current.CancellationToken);

    public async ValueTask DisposeAsync()
    {
        if (_server is not null)
        {
            await _server.DisposeAsync();
        }

        _gate.Dispose();
        _end.Dispose();
    }

    private async Task<SparkServer> StartAsync()
    {
        string? home = await SparkHome.FindAsync(null, TestContext.Current.CancellationToken);
        Assert.SkipWhen(home is null, SparkHome.HowToGet);
        return await SparkServer.StartLocalAsync(
            new LocalSparkOptions
            {
                SparkHome = home,
                Settings = new Dictionary<string, string> { ["spark.sql.shuffle.partitions"] = "2" },
            },
            _end.Token);
    }
}
