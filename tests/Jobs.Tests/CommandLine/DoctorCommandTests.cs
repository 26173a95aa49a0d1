using System.Text.Json;
using Millrace.Jobs.Tests.Cluster;

namespace Millrace.Jobs.Tests.CommandLine;

public sealed class DoctorCommandTests(SparkFixture spark) : IDisposable
{
    private readonly CommandLineHarness _harness = new();

    [Fact]
    public async Task The_machine_that_runs_the_tests_can_run_jobs()
    {
        Assert.Equal(0, await _harness.RunAsync("doctor"));
        foreach (var name in new[] { "cores", "vector instructions", "memory", "disk for runs", ".NET", "DuckDB", "LightGBM", "ONNX Runtime", "Unicode and time zones", "Java", "Spark" })
        {
            Assert.Contains(name, _harness.Output, StringComparison.Ordinal);
        }

        Assert.EndsWith("Jobs can run here.\n", _harness.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Json_has_every_check_with_status_and_use()
    {
        Assert.Equal(0, await _harness.RunAsync("doctor", "--json"));
        using var json = JsonDocument.Parse(_harness.Output);
        Assert.True(json.RootElement.GetProperty("can_run_jobs").GetBoolean());
        var engine = json.RootElement.GetProperty("checks").EnumerateArray().Single(check => check.GetProperty("name").GetString() == "DuckDB");
        Assert.Equal("fine", engine.GetProperty("status").GetString());
        Assert.StartsWith("v", engine.GetProperty("found").GetString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_Spark_is_looked_at_by_its_address()
    {
        Assert.Equal(0, await _harness.RunAsync("doctor", "--spark", (await spark.ServerAsync()).Url));

        Assert.Matches(@"ok      Spark at the address       Spark 4\.\d\.\d, sc://127\.0\.0\.1:\d+, 2 slots on 1 host; executors have this build and see ", _harness.Output);
        Assert.Empty(Directory.EnumerateFileSystemEntries(_harness.Folder));
    }

    [Theory]
    [InlineData("sc://127.0.0.1:1/;token=x", "Spark is gone")]
    [InlineData("yarn", "`yarn` is no address")]
    public async Task A_Spark_that_is_not_there_is_missing(string address, string says)
    {
        Assert.Equal(0, await _harness.RunAsync("doctor", "--spark", address));

        Assert.Contains("missing Spark at the address", _harness.Output, StringComparison.Ordinal);
        Assert.Contains(says, _harness.Output, StringComparison.Ordinal);
    }

    public void Dispose() => _harness.Dispose();
}
