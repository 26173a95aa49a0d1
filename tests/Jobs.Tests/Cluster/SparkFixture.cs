using Millrace.Spark.Server;

[assembly: AssemblyFixture(typeof(Millrace.Jobs.Tests.Cluster.SparkFixture))]

namespace Millrace.Jobs.Tests.Cluster;

/// <summary>One Spark, <c>local[2,4]</c>, for all tests that only need one; started by the first that asks.</summary>
public sealed class SparkFixture : IAsyncDisposable
{
    private readonly SemaphoreSlim _gate = new(1);
    private readonly CancellationTokenSource _end = new();
    private SparkServer? _server;

    /// <summary>The server; skips the test with a sentence that says how to get Spark where there is none.</summary>
    public async Task<SparkServer> ServerAsync()
    {
        await _gate.WaitAsync(TestContext.Current.CancellationToken);
        try
        {
            return _server ??= await StartAsync(new LocalSparkOptions(), null, _end.Token);
        }
        finally
        {
            _gate.Release();
        }
    }

    /// <summary>A Spark of a test's own.</summary>
    /// <param name="options">How it is started.</param>
    /// <param name="version">Which; null: any.</param>
    /// <param name="cancellationToken">Ends it.</param>
    public static async Task<SparkServer> StartAsync(LocalSparkOptions options, string? version, CancellationToken cancellationToken)
    {
        var home = await SparkHome.FindAsync(version, TestContext.Current.CancellationToken);
        Assert.SkipWhen(home is null, SparkHome.HowToGet);
        return await SparkServer.StartLocalAsync(options with { SparkHome = home }, cancellationToken);
    }

    public async ValueTask DisposeAsync()
    {
        if (_server is not null)
        {
            await _server.DisposeAsync();
        }

        _gate.Dispose();
        _end.Dispose();
    }
}
