using Millrace.Jobs.Tests.CommandLine;

namespace Millrace.Jobs.Tests.Stages;

/// <summary>What <c>plan</c> tells is what <c>run</c> then does: the same stages in the same order, and no more rows than it said.</summary>
public class StagePlanTests
{
    private const string Split = "split: { kind: hash, validation: 0.2, test: 0.2 }";

    [Fact]
    public async Task A_job_that_learns()
    {
        using var sandbox = new JobSandbox().WithTrips();
        var plan = await HoldsAsync(sandbox);
        Assert.Equal(6_060, plan.Single(stage => stage.Name == "rows").Rows);
        Assert.Equal(1_212, plan.Single(stage => stage.Name == "evaluate").Rows);
    }

    [Fact]
    public async Task A_job_that_only_cleans()
    {
        using var sandbox = new JobSandbox().WithTrips();
        sandbox.JobText = sandbox.JobText[..sandbox.JobText.IndexOf(Split, StringComparison.Ordinal)];
        var plan = await HoldsAsync(sandbox);
        Assert.Equal(["survey", "rows", "duplicates", "report"], plan.Select(stage => stage.Name));
    }

    [Fact]
    public async Task A_job_without_duplicates_baselines_or_export_that_looks_for_a_rate()
    {
        using var sandbox = new JobSandbox().WithTrips();
        sandbox.JobText = sandbox.JobText
            .Replace("duplicates: { by: [trip] }\n", "", StringComparison.Ordinal)
            .Replace("linear: true", "linear: false", StringComparison.Ordinal)
            .Replace("  max_epochs: 6\n", "  max_epochs: 6\n  find_rate: { steps: 20 }\n", StringComparison.Ordinal) + "\nexport: { onnx: false, raw: false, card: false }\n";
        var plan = await HoldsAsync(sandbox);
        Assert.Equal(["survey", "rows", "split", "features", "encode", "find_rate", "train", "evaluate", "report"], plan.Select(stage => stage.Name));
    }

    [Fact]
    public async Task A_split_by_files_and_a_further_table()
    {
        using var sandbox = new JobSandbox().WithTrips();
        sandbox.Folder.Parquet("test/t.parquet", $"{JobSandbox.Trips} FROM range(6000, 6500) t(i)");
        sandbox.Folder.Parquet("validation/v.parquet", $"{JobSandbox.Trips} FROM range(7000, 7400) t(i)");
        sandbox.Folder.Parquet("boroughs/b.parquet", "SELECT * FROM (VALUES ('BRONX', 2), ('QUEENS', 3), ('KINGS', 5)) t(borough, bridges)");
        sandbox.JobText = sandbox.JobText
            .Replace(Split, "split: { kind: files, test: test, validation_files: validation }", StringComparison.Ordinal)
            .Replace("features:\n", """
                inputs:
                  boroughs: { input: boroughs, contract: { borough: string, bridges: int32 } }
                relation:
                  steps:
                    - join: boroughs
                      on: { borough: borough }
                      take: { bridges: bridges }
                features:

                """, StringComparison.Ordinal)
            .Replace("    minutes: [", "    bridges: standardise\n    minutes: [", StringComparison.Ordinal);
        var plan = await HoldsAsync(sandbox);
        Assert.Equal((500, 400, 3), (Rows("rows_test"), Rows("rows_validation"), Rows("input_boroughs")));
        Assert.Equal(6_060 + 500 + 400, Rows("encode"));

        long? Rows(string stage) => plan.Single(planned => planned.Name == stage).Rows;
    }

    [Fact]
    public async Task A_text_file_does_not_tell_its_rows()
    {
        using var sandbox = new JobSandbox();
        sandbox.Folder.Text("data/a.csv", "trip,borough,miles,minutes,pickup,fare\n1,Kings,2.5,3,2013-01-01T00:00:00,6.5\n");
        sandbox.JobText = sandbox.JobText.Replace("input: data", "input: { files: data, format: csv }", StringComparison.Ordinal);
        Assert.Equal(0, await sandbox.CommandAsync("plan", sandbox.WriteJob()));
        Assert.All(PlanTable.Of(sandbox.Output), stage => Assert.Null(stage.Rows));
    }

    /// <summary>Plans, runs, and holds one against the other.</summary>
    private static async Task<IReadOnlyList<(string Name, long? Rows, string Memory, string Words)>> HoldsAsync(JobSandbox sandbox)
    {
        Assert.True(await sandbox.CommandAsync("plan", sandbox.WriteJob()) == 0, sandbox.Error);
        var plan = PlanTable.Of(sandbox.Output);
        Assert.False(Directory.Exists(sandbox.Folder.At("run")), "plan wrote something");

        Assert.True(await sandbox.RunAsync("run") == 0, sandbox.Error);

        var manifest = sandbox.Manifest("run");
        Assert.Equal(manifest["stages"]!.AsArray().Select(stage => (string)stage!["name"]!), plan.Select(stage => stage.Name));
        Assert.Equal((long)manifest["rows"]!["read"]!, plan.Single(stage => stage.Name == "rows").Rows);
        if (manifest["rows"]!["train"] is { } train)
        {
            // The shares of a split by hash are met by chance, within a few rows.
            Assert.InRange((long)train, 1, plan.Single(stage => stage.Name == "train").Rows!.Value * 1.05);
        }

        return plan;
    }
}
