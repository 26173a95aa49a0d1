using System.Text.Json;

namespace Millrace.Jobs.Tests.CommandLine;

public sealed class PlanAndSurveyTests : IDisposable
{
    private static readonly string Sample = Path.Combine(Repository.Root(), "samples", "linear-regression.yaml");
    private readonly CommandLineHarness _harness = new();

    [Fact]
    public async Task A_plan_tells_files_rows_stages_memory_and_disk_and_writes_nothing()
    {
        Assert.Equal((0, ""), (await _harness.RunAsync("plan", Sample, "--readers", "1"), _harness.Error));

        Assert.Contains("Input    1 file, 5,000 rows, ", _harness.Output, StringComparison.Ordinal);
        var stages = PlanTable.Of(_harness.Output);
        Assert.Equal(
            [("survey", null), ("rows", 5000), ("split", 5000), ("features", 3500), ("encode", 5000), ("train", 3500), ("evaluate", 750), ("baselines", 3500), ("export", null), ("card", null), ("report", (long?)null)],
            stages.Select(stage => (stage.Name, stage.Rows)));
        Assert.Equal("convert 2 columns, then 0 cleaning steps, with 1 reader", stages[1].Words);
        Assert.Contains("\nMemory   at most about ", _harness.Output, StringComparison.Ordinal);
        Assert.Contains("\nDisk     about ", _harness.Output, StringComparison.Ordinal);
        Assert.Empty(Directory.EnumerateFileSystemEntries(_harness.Folder));
    }

    [Fact]
    public async Task A_plan_for_Spark_tells_place_way_tasks_and_idle_slots()
    {
        Assert.Equal((0, ""), (await _harness.RunAsync("plan", Sample, "--spark", "local[16]", "--ranks", "4"), _harness.Error));

        Assert.Contains("\nPlace    Spark, local[16,4], 16 slots; direct: executors read the files themselves", _harness.Output, StringComparison.Ordinal);
        Assert.Contains("\n         the row stage in 1 task\n         training in 4 tasks, 4 ranks\n", _harness.Output, StringComparison.Ordinal);
        Assert.Contains("\nWarning  the cluster has 16 slots and the job 8 lanes (training.lanes): while it trains at least 8 slots stand idle; another number of lanes is another model", _harness.Output, StringComparison.Ordinal);

        Assert.Equal(0, await _harness.RunAsync("plan", Sample, "--spark", "local-cluster[2,1,1024]"));
        Assert.EndsWith("2 slots; direct: executors read the files themselves, which a probe proves before any work\n         the row stage in 1 task\n         training in 1 task, 1 rank\n", _harness.Output, StringComparison.Ordinal);

        Assert.Equal(0, await _harness.RunAsync("plan", Sample, "--spark", "sc://127.0.0.1:1/;token=secret"));
        Assert.Contains("Place    Spark, sc://127.0.0.1:1: not reached (", _harness.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_survey_sets_columns_against_the_contract()
    {
        _harness.Write("job.yaml", $"name: n\ninput: {Path.Combine(Path.GetDirectoryName(Sample)!, "data", "linear-regression", "line.parquet")}\ncontract: {{ x: float64, z: int64 }}\n");

        Assert.Equal((0, ""), (await _harness.RunAsync("survey", "job.yaml"), _harness.Error));

        Assert.StartsWith("1 file, 5,000 rows, ", _harness.Output, StringComparison.Ordinal);
        Assert.Contains("  x  float64 -> float64\n  y  float64  (not in the contract, not read)\n  z  in the contract, in no file: every row will be quarantined\n", _harness.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_survey_as_JSON_has_the_footers()
    {
        Assert.Equal(0, await _harness.RunAsync("survey", Sample, "--json"));

        using var json = JsonDocument.Parse(_harness.Output);
        Assert.Equal(5000, json.RootElement.GetProperty("rows").GetInt64());
        Assert.Equal("x", json.RootElement.GetProperty("files")[0].GetProperty("columns")[0].GetProperty("name").GetString());
    }

    [Theory]
    [InlineData("x: float64, y: float64", true, true)]
    [InlineData("x: { type: float64, personal: true }, y: float64", false, true)]
    [InlineData("y: float64", false, true)]
    public async Task A_survey_as_JSON_has_no_values_of_people(string contract, bool showsX, bool showsY)
    {
        _harness.Write("job.yaml", $"name: n\ninput: {Path.Combine(Path.GetDirectoryName(Sample)!, "data", "linear-regression", "line.parquet")}\ncontract: {{ {contract} }}\n");

        Assert.Equal(0, await _harness.RunAsync("survey", "job.yaml", "--json"));

        using var json = JsonDocument.Parse(_harness.Output);
        var columns = json.RootElement.GetProperty("files")[0].GetProperty("row_groups")[0].GetProperty("columns");
        Assert.Equal((showsX, showsY), (Shows(columns[0]), Shows(columns[1])));

        static bool Shows(JsonElement column) => column.TryGetProperty("minimum", out var minimum) && minimum.ValueKind == JsonValueKind.String;
    }

    public void Dispose() => _harness.Dispose();
}
