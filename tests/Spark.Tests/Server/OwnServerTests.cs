using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using Millrace.Spark.Server;
using Millrace.Spark.Sql;
using Millrace.Spark.Sql.Types;

namespace Millrace.Spark.Tests.Server;

/// <summary>A server that shows its web pages and keeps no worker's connection from task to task.</summary>
public sealed class OwnServerTests : IAsyncLifetime
{
    private static readonly StructType ProcessColumns = new(Enumerable.Range(0, 4).Select(static i => new StructField($"v{i}", new LongType())));
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);
    private readonly string _folder = Directory.CreateTempSubdirectory("millrace-own-").FullName;
    private readonly int _pages = FreePort();
    private SparkServer? _server;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        string? home = await SparkHome.FindAsync(null, Token);
        if (home is not null)
        {
            _server = await SparkServer.StartLocalAsync(
                new LocalSparkOptions
                {
                    SparkHome = home,
                    Settings = new Dictionary<string, string>
                    {
                        ["spark.ui.enabled"] = "true",
                        ["spark.ui.port"] = _pages.ToString(CultureInfo.InvariantCulture),
                        ["spark.python.worker.reuse"] = "false",
                        ["spark.checkpoint.dir"] = Path.Combine(_folder, "checkpoints"),
                    },
                },
                Token);
        }
    }

    public async ValueTask DisposeAsync()
    {
        if (_server is not null)
        {
            await _server.DisposeAsync();
        }

        Directory.Delete(_folder, recursive: true);
    }

    [Fact]
    public async Task The_token_is_on_no_page_and_the_worker_leaves_after_its_idle_time()
    {
        Assert.SkipWhen(_server is null, SparkHome.HowToGet);
        await using SparkSession session = await SparkSession.Builder().Remote(_server.Url).CreateAsync(Token);
        await session.UseWorkerAsync(SparkFixture.WorkerApp with { Executable = BriefWorker() }, Token);
        long first = await ProcessAsync(session);
        Assert.Equal(10, session.Range(10).Checkpoint().Count());
        await WebPages.RequireWithoutAsync(_server.Url.Split("token=")[1], _pages.ToString(CultureInfo.InvariantCulture), Token);

        // Spark finds its worker gone, and starts another.
        await EndsAsync(first);
        Assert.NotEqual(first, await ProcessAsync(session));
    }

    private static async Task<long> ProcessAsync(SparkSession session) =>
        (await session.Range(0, 10, 1, 1).MapBatches("process", ProcessColumns).CollectAsync(Token)).Single().GetAs<long>(0);

    // The test application with an idle time of two seconds.
    private string BriefWorker()
    {
        string script = Path.Combine(_folder, "brief-worker.sh");
        File.WriteAllText(script, $"#!/bin/sh\nexport MILLRACE_TEST_IDLE_SECONDS=2\nexec '{SparkFixture.WorkerApp.Executable}' \"$@\"\n");
        if (!OperatingSystem.IsWindows())
        {
            File.SetUnixFileMode(script, UnixFileMode.UserRead | UnixFileMode.UserExecute);
        }

        return script;
    }

    private static async Task EndsAsync(long process)
    {
        try
        {
            using Process worker = Process.GetProcessById((int)process);
            await worker.WaitForExitAsync(Token).WaitAsync(Patience, Token);
        }
        catch (ArgumentException)
        {
            // It has ended already.
        }
    }

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
