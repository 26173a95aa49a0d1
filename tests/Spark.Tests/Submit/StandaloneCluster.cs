using System.Text.RegularExpressions;

namespace Millrace.Spark.Tests.Submit;

/// <summary>A standalone master with one worker of two cores, on ports that the system chose.</summary>
internal sealed partial class StandaloneCluster : IAsyncDisposable
{
    private static readonly TimeSpan StartLimit = TimeSpan.FromMinutes(2);
    private readonly SparkProgram _master;
    private readonly SparkProgram _worker;

    private StandaloneCluster(SparkProgram master, SparkProgram worker, string url)
    {
        _master = master;
        _worker = worker;
        Url = url;
    }

    /// <summary><c>spark://host:port</c>.</summary>
    public string Url { get; }

    public static async Task<StandaloneCluster> StartAsync(string home, string folder)
    {
        SparkProgram master = SparkProgram.Start(
            home, "spark-class", folder, "org.apache.spark.deploy.master.Master", "--host", "127.0.0.1", "--port", "0", "--webui-port", "0");
        SparkProgram? worker = null;
        try
        {
            string url = (await master.Output.FindAsync(MasterAddress()).WaitAsync(StartLimit)).Value;
            worker = SparkProgram.Start(
                home, "spark-class", folder, "org.apache.spark.deploy.worker.Worker", "--host", "127.0.0.1", "--port", "0", "--webui-port", "0",
                "--cores", "2", "--memory", "2g", "--work-dir", Path.Combine(folder, "work"), url);
            await worker.Output.FindAsync(Registered()).WaitAsync(StartLimit);
            return new StandaloneCluster(master, worker, url);
        }
        catch
        {
            await master.DisposeAsync();
            await (worker?.DisposeAsync() ?? ValueTask.CompletedTask);
            throw;
        }
    }

    public async ValueTask DisposeAsync()
    {
        await _worker.DisposeAsync();
        await _master.DisposeAsync();
    }

    [GeneratedRegex(@"spark://127\.0\.0\.1:[1-9]\d*")]
    private static partial Regex MasterAddress();

    [GeneratedRegex("Successfully registered with master")]
    private static partial Regex Registered();
}
