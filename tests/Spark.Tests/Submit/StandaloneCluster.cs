using System.Text.RegularExpressions;

namespace Millrace.Spark.Tests.Submit;

/// <summary>A standalone master with workers that have two cores together, on ports that the system chose.</summary>
internal sealed partial class StandaloneCluster : IAsyncDisposable
{
    private static readonly TimeSpan StartLimit = TimeSpan.FromMinutes(2);
    private readonly SparkProgram _master;
    private readonly List<SparkProgram> _workers = [];

    private StandaloneCluster(SparkProgram master, string url)
    {
        _master = master;
        Url = url;
    }

    /// <summary><c>spark://host:port</c>.</summary>
    public string Url { get; }

    /// <summary>Process ids of the workers, whose children the executors are.</summary>
    public IReadOnlyList<int> WorkerIds => [.. _workers.Select(static worker => worker.Id)];

    /// <summary>Starts them.</summary>
    /// <param name="home">The Spark.</param>
    /// <param name="folder">Where they log and work.</param>
    /// <param name="isTwoHosts">Whether two workers of one core each pass for different hosts: Spark never speculates on the host of the first attempt.</param>
    public static async Task<StandaloneCluster> StartAsync(string home, string folder, bool isTwoHosts = false)
    {
        SparkProgram master = SparkProgram.Start(
            home, "spark-class", folder, "org.apache.spark.deploy.master.Master", "--host", "127.0.0.1", "--port", "0", "--webui-port", "0");
        var cluster = new StandaloneCluster(master, "");
        try
        {
            string url = (await master.Output.FindAsync(MasterAddress()).WaitAsync(StartLimit)).Value;
            cluster = new StandaloneCluster(master, url);
            foreach (string host in isTwoHosts ? ["127.0.0.1", "127.0.0.2"] : new[] { "127.0.0.1" })
            {
                SparkProgram worker = SparkProgram.Start(
                    home, "spark-class", folder, "org.apache.spark.deploy.worker.Worker", "--host", host, "--port", "0", "--webui-port", "0",
                    "--cores", isTwoHosts ? "1" : "2", "--memory", "2g", "--work-dir", Path.Combine(folder, "work"), url);
                cluster._workers.Add(worker);
                await worker.Output.FindAsync(Registered()).WaitAsync(StartLimit);
            }

            return cluster;
        }
        catch
        {
            await cluster.DisposeAsync();
            throw;
        }
    }

    public async ValueTask DisposeAsync()
    {
        foreach (SparkProgram worker in _workers)
        {
            await worker.DisposeAsync();
        }

        await _master.DisposeAsync();
    }

    [GeneratedRegex(@"spark://127\.0\.0\.1:[1-9]\d*")]
    private static partial Regex MasterAddress();

    [GeneratedRegex("Successfully registered with master")]
    private static partial Regex Registered();
}
