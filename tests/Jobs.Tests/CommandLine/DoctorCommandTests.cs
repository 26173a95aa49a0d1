using System.Text.Json;

namespace Millrace.Jobs.Tests.CommandLine;

public sealed class DoctorCommandTests : IDisposable
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

    public void Dispose() => _harness.Dispose();
}
