using Millrace.Jobs.Tests.Stages;
using Millrace.Spark.Sql;

namespace Millrace.Jobs.Tests.Cluster;

/// <summary>Rows that Spark reads mean what they mean when the executors read them.</summary>
public class ThroughSparkTests(SparkFixture spark)
{
    private const string Through = "run: { spark: { read: through_spark } }";

    [Fact]
    public async Task Trips_read_by_Spark_are_trips_read_here()
    {
        using var sandbox = new JobSandbox().WithTrips();
        sandbox.Folder.Parquet("data/borough=none/d e%20{f}.parquet", $"SELECT * EXCLUDE (borough) FROM ({JobSandbox.Trips} FROM range(7000, 7010) t(i))");
        Assert.Equal(0, await sandbox.RunAsync("here"));
        sandbox.JobText += "\n" + Through + "\n";

        Assert.True(await sandbox.RunAsync("spark", "--spark", (await spark.ServerAsync()).Url) == 0, sandbox.Error);

        Assert.Equal(sandbox.ContentHashes("here"), sandbox.ContentHashes("spark"));
        Assert.Equal(sandbox.Weights("here"), sandbox.Weights("spark"));
        Assert.Equal(sandbox.Manifest("here")["rows"]!.ToJsonString(), sandbox.Manifest("spark")["rows"]!.ToJsonString());
        Assert.Equal(Sources(sandbox, "here"), Sources(sandbox, "spark"));
    }

    [Fact]
    public async Task A_table_is_pinned_by_its_files_and_a_view_is_not()
    {
        using var sandbox = new JobSandbox().WithTrips();
        Assert.Equal(0, await sandbox.RunAsync("here"));
        var url = (await spark.ServerAsync()).Url;
        await using var session = await SparkSession.ConnectAsync(url, null, null, TestContext.Current.CancellationToken);
        var name = $"trips_{Guid.NewGuid():N}";
        var trips = session.Read().Parquet([.. Directory.EnumerateFiles(sandbox.Folder.At("data"))]);
        await trips.Write().SaveAsTableAsync(name, TestContext.Current.CancellationToken);
        await session.SqlAsync($"CREATE VIEW {name}_view AS SELECT *, 1 AS one FROM {name} WHERE trip >= 0", TestContext.Current.CancellationToken);

        sandbox.JobText = sandbox.JobText.Replace("input: data", $"input: {{ table: {name} }}", StringComparison.Ordinal);
        Assert.True(await sandbox.RunAsync("table", "--spark", url) == 0, sandbox.Error);
        Assert.Equal(64, ((string)sandbox.Manifest("table")["inputs"]![0]!["footer_sha256"]!).Length);
        Assert.Equal(0, await sandbox.RunAsync("table", "--spark", url));
        Assert.Contains("nothing", sandbox.Output, StringComparison.OrdinalIgnoreCase);

        sandbox.JobText = sandbox.JobText.Replace(name, name + "_view", StringComparison.Ordinal);
        Assert.True(await sandbox.RunAsync("view", "--spark", url) == 0, sandbox.Error);
        Assert.Equal("not pinned", (string)sandbox.Manifest("view")["inputs"]![0]!["footer_sha256"]!);

        // The model card names the input, which is a table there and files here.
        Assert.Equal(WithoutCard("here"), WithoutCard("table"));
        Assert.Equal(sandbox.ContentHashes("here")["clean"], sandbox.ContentHashes("view")["clean"]);
        Assert.Equal(sandbox.Weights("here"), sandbox.Weights("view"));

        IEnumerable<KeyValuePair<string, string>> WithoutCard(string run) => sandbox.ContentHashes(run).Where(output => output.Key != "card");
    }

    [Fact]
    public async Task A_table_without_Spark_is_refused()
    {
        using var sandbox = new JobSandbox();
        sandbox.JobText = sandbox.JobText.Replace("input: data", "input: { table: trips }", StringComparison.Ordinal);
        Assert.Equal(1, await sandbox.RunAsync("here"));
        Assert.Contains("--spark", sandbox.Error, StringComparison.Ordinal);
    }

    private static List<string> Sources(JobSandbox sandbox, string run) => Engine.TestFolder.Sql(
        $"SELECT _source_file, count(*), sum(_source_row) FROM '{sandbox.Folder.At(run, "clean")}/*.parquet' GROUP BY ALL ORDER BY ALL");
}
