using System.Collections.Concurrent;
using Millrace.Jobs.WorkerApp;
using Millrace.Spark.Server;
using Millrace.Spark.Sql;
using Millrace.Spark.Worker;

[assembly: AssemblyFixture(typeof(Millrace.Jobs.Tests.Cluster.Training.TrainingSpark))]

namespace Millrace.Jobs.Tests.Cluster.Training;

/// <summary>Sparks for the training tests, each started by the first test that asks for it. Faults are ordered in a folder that all their workers see.</summary>
public sealed class TrainingSpark : IAsyncDisposable
{
    private readonly ConcurrentDictionary<(string Version, string Master, string Setting), Task<SparkServer>> _servers = new();
    private readonly CancellationTokenSource _end = new();

    /// <summary>The folder of faults (<see cref="Fault"/>).</summary>
    public string Faults { get; } = Directory.CreateTempSubdirectory("millrace-faults-").FullName;

    /// <summary>A new session; skips the test with a sentence where there is no such Spark.</summary>
    /// <param name="master">Its master.</param>
    /// <param name="version">Its version.</param>
    /// <param name="workerBytes">The workers' budget.</param>
    /// <param name="setting">One more setting of that Spark, <c>KEY=VALUE</c>.</param>
    public async Task<SparkSession> SessionAsync(string master, string version = "4.1.4", long? workerBytes = null, string setting = "")
    {
        var server = await ServerAsync(master, version, setting);
        var session = await SparkSession.ConnectAsync(server.Url, null, null, TestContext.Current.CancellationToken);
        await session.UseWorkerAsync(
            new WorkerApplication
            {
                Operators = WorkerOperators.Create(),
                Executable = Path.Combine(AppContext.BaseDirectory, "Millrace.Jobs.WorkerApp"),
                Assembly = typeof(WorkerOperators).Assembly,
                MemoryBytes = workerBytes,
            },
            TestContext.Current.CancellationToken);
        return session;
    }

    /// <summary>The Spark itself; skips the test with a sentence where there is no such one.</summary>
    public async Task<SparkServer> ServerAsync(string master, string version = "4.1.4", string setting = "")
    {
        var home = await SparkHome.FindAsync(version, TestContext.Current.CancellationToken);
        Assert.SkipWhen(home is null, SparkHome.HowToGet);
        return await _servers.GetOrAdd((version, master, setting), _ => StartAsync(home!, master, setting));
    }

    /// <summary>No fault is ordered, none has fired.</summary>
    public void ForgetFaults()
    {
        foreach (var file in Directory.EnumerateFiles(Faults))
        {
            File.Delete(file);
        }
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var server in _servers.Values)
        {
            await (await server).DisposeAsync();
        }

        _end.Dispose();
        Directory.Delete(Faults, recursive: true);
    }

    private Task<SparkServer> StartAsync(string home, string master, string setting)
    {
        var settings = new Dictionary<string, string>
        {
            ["spark.sql.shuffle.partitions"] = "2",
            ["spark.executorEnv.MILLRACE_TEST_FAULTS"] = Faults,
            ["spark.executor.memory"] = "512m",
        };
        if (setting.Split('=', 2) is [var key, var value])
        {
            settings[key] = value;
        }

        return SparkServer.StartLocalAsync(
            new LocalSparkOptions
            {
                SparkHome = home,
                Master = master,
                Settings = settings,
                Environment = new Dictionary<string, string> { ["MILLRACE_TEST_FAULTS"] = Faults },
            },
            _end.Token);
    }
}
