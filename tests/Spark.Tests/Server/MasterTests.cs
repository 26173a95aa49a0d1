using Millrace.Spark.Server;
using Millrace.Spark.Sql;
using Millrace.Spark.Tests.Submit;
using static Millrace.Spark.Sql.Functions;

namespace Millrace.Spark.Tests.Server;

/// <summary>A server of our own whose work runs in executors that are processes.</summary>
public sealed class MasterTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("millrace-master-").FullName;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public async Task Work_runs_on_a_local_cluster()
    {
        string home = await HomeAsync();
        await CountAsync(home, "local-cluster[2,1,1024]");
    }

    [Fact]
    public async Task Work_runs_on_a_standalone_master()
    {
        string home = await HomeAsync();
        await using StandaloneCluster cluster = await StandaloneCluster.StartAsync(home, _folder);
        await CountAsync(home, cluster.Url);
    }

    private static async Task<string> HomeAsync()
    {
        string? home = await SparkHome.FindAsync(null, Token);
        Assert.SkipWhen(home is null, SparkHome.HowToGet);
        return home;
    }

    private static async Task CountAsync(string home, string master)
    {
        await using SparkServer server = await SparkServer.StartLocalAsync(new LocalSparkOptions { SparkHome = home, Master = master }, Token);
        await using SparkSession session = await SparkSession.Builder().Remote(server.Url).CreateAsync(Token);
        Assert.Equal(master, session.Conf().Get("spark.master"));
        Row row = (await session.Range(0, 10_000, 1, 4).Repartition(3).Agg(Sum("id")).FirstAsync(Token))!;
        Assert.Equal(49_995_000L, row.GetAs<long>(0));
    }
}
