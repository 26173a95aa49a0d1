using Millrace.Jobs.Tests.Stages;
using Millrace.Spark.Server;

namespace Millrace.Jobs.Tests.Cluster;

/// <summary>The promise: a job gives the same bytes in this process and in Spark's executors.</summary>
public class SameBytesOnSparkTests(SparkFixture spark)
{
    [Fact]
    public async Task Trips_on_Spark_are_trips_here()
    {
        using var sandbox = new JobSandbox().WithTrips();
        Assert.Equal(0, await sandbox.RunAsync("here"));

        await RunAsync(sandbox, "spark", (await spark.ServerAsync()).Url);

        AssertSame(sandbox, "here", "spark");
        Assert.Equal(6060, (long)sandbox.Manifest("spark")["rows"]!["read"]!);
        Assert.Equal(59, (long)sandbox.Manifest("spark")["rows"]!["duplicates"]!);
        Assert.Equal(["5940"], Engine.TestFolder.Sql($"SELECT count(*) FROM '{sandbox.Folder.At("spark", "clean")}/*.parquet'"));
    }

    [Fact]
    public async Task Equal_rows_are_removed_where_all_columns_decide()
    {
        using var sandbox = new JobSandbox().WithTrips();
        sandbox.JobText = sandbox.JobText.Replace("duplicates: { by: [trip] }", "duplicates: all", StringComparison.Ordinal);
        Assert.Equal(0, await sandbox.RunAsync("here"));

        await RunAsync(sandbox, "spark", (await spark.ServerAsync()).Url);

        AssertSame(sandbox, "here", "spark");
        Assert.Equal(59, (long)sandbox.Manifest("spark")["rows"]!["duplicates"]!);
    }

    [Fact]
    public async Task A_vocabulary_of_very_many_categories_is_exact_on_Spark_too()
    {
        using var sandbox = ManyCategories.Sandbox();
        Assert.Equal(0, await sandbox.RunAsync("here"));

        await RunAsync(sandbox, "spark", (await spark.ServerAsync()).Url);

        Assert.Equal(ManyCategories.Expected(), ManyCategories.Vocabulary(sandbox, "spark"));
        Assert.Equal(sandbox.ContentHashes("here"), sandbox.ContentHashes("spark"));
    }

    [Fact]
    public async Task Text_files_are_read_in_executors_too()
    {
        using var sandbox = new JobSandbox();
        sandbox.JobText = sandbox.JobText.Replace("input: data", "input: { files: data, format: csv }", StringComparison.Ordinal);
        var lines = Enumerable.Range(0, 400).Select(i => $"{i},Kings,{(i % 17) + 1}.5,{i % 40},2013-01-01T00:{i % 60:00}:00,{(i % 17) * 2.5 + 4}");
        sandbox.Folder.Text("data/a.csv", "trip,borough,miles,minutes,pickup,fare\n" + string.Join('\n', lines) + "\n400,too,few\n");
        Assert.Equal(0, await sandbox.RunAsync("here"));

        await RunAsync(sandbox, "spark", (await spark.ServerAsync()).Url);

        AssertSame(sandbox, "here", "spark");
        Assert.Equal(1, (long)sandbox.Manifest("spark")["rows"]!["quarantined"]!);
    }

    [Fact]
    public async Task A_gate_fails_on_Spark_as_it_does_here()
    {
        using var sandbox = new JobSandbox().WithTrips();
        sandbox.JobText += "\ngates: { max_quarantined: 0.005 }\n";
        Assert.Equal(1, await sandbox.RunAsync("here"));
        var here = sandbox.Error.Replace("here", "spark", StringComparison.Ordinal);

        Assert.Equal(1, await sandbox.RunAsync("spark", "--spark", (await spark.ServerAsync()).Url));

        Assert.Equal(here, sandbox.Error);
        Assert.False(File.Exists(sandbox.Folder.At("spark", "manifest.json")));
    }

    [Theory(Explicit = true)]
    [Trait("Category", "Long")]
    [InlineData("4.1.4", "local[2,4]")]
    [InlineData("4.1.4", "local-cluster[2,1,1024]")]
    [InlineData("4.3.0", "local[2,4]")]
    [InlineData("4.3.0", "local-cluster[2,1,1024]")]
    public async Task Every_version_and_kind_of_Spark_gives_the_same_bytes(string version, string master)
    {
        using var sandbox = new JobSandbox().WithTrips();
        Assert.Equal(0, await sandbox.RunAsync("here"));
        await using var server = await SparkFixture.StartAsync(new LocalSparkOptions { Master = master }, version, TestContext.Current.CancellationToken);

        await RunAsync(sandbox, "spark", server.Url);

        AssertSame(sandbox, "here", "spark");
    }

    private static async Task RunAsync(JobSandbox sandbox, string run, string url)
    {
        var code = await sandbox.RunAsync(run, "--spark", url);
        Assert.True(code == 0, sandbox.Error);
    }

    private static void AssertSame(JobSandbox sandbox, string here, string there)
    {
        Assert.Equal(sandbox.ContentHashes(here), sandbox.ContentHashes(there));
        Assert.Equal(sandbox.Weights(here), sandbox.Weights(there));
        Assert.Equal((string)sandbox.Manifest(here)["model"]!["model_sha256"]!, (string)sandbox.Manifest(there)["model"]!["model_sha256"]!);
        Assert.Equal(sandbox.Manifest(here)["rows"]!.ToJsonString(), sandbox.Manifest(there)["rows"]!.ToJsonString());
    }
}
