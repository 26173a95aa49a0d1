using System.Runtime.InteropServices;
using System.Text.Json.Nodes;
using Millrace.Jobs.Scoring;
using Millrace.Jobs.Tests.Cluster;
using Millrace.Jobs.Tests.Engine;
using Millrace.Jobs.Tests.Stages;

namespace Millrace.Jobs.Tests.Scoring;

/// <summary>New rows are answered one by one, with the frozen model, and what is odd about them is counted.</summary>
public class ScoreTests(SparkFixture spark)
{
    private const string Rates = "SELECT * FROM (VALUES ('BRONX', 1.5), ('KINGS', 2.5)) t(borough, rate)";

    [Fact]
    public async Task Every_row_has_one_answer_and_test_rows_have_the_one_that_the_run_gave()
    {
        using var sandbox = await TrainAsync();
        Assert.Equal(0, await sandbox.CommandAsync("score", "run", "data", "--out", "answers"));

        var summary = Summary(sandbox);
        Assert.Equal((6_060, 6_060), ((long)summary["rows"]!, (long)summary["predicted"]!));
        Assert.Equal(["6060|6060|3|0"], Answers(sandbox, "count(*), count(\"prediction:fare\"), count(DISTINCT source_file), count(reason)"));
        Assert.Equal(61, (long)summary["rules_failed"]!["miles-positive"]!);
        Assert.Equal(sandbox.Weights("run"), (string)summary["weights_sha256"]!);
        Assert.All(summary["drift"]!.AsArray(), column => Assert.Equal("stable", (string)column!["verdict"]!));
        Assert.Equal(["answers/scores", "answers/scoring.json"], Entries(sandbox));

        var given = Answers(sandbox, "\"prediction:fare\"").Select(text => float.Parse(text, System.Globalization.CultureInfo.InvariantCulture)).ToHashSet();
        var tested = MemoryMarshal.Cast<byte, float>(File.ReadAllBytes(sandbox.Folder.At("run", "work", "test-outputs.f32"))).ToArray();
        Assert.True(tested.Length > 1_000);
        Assert.All(tested, output => Assert.Contains(output, given));
    }

    [Fact]
    public async Task Missing_columns_unreadable_rows_and_shifted_values_are_answered_counted_and_told()
    {
        using var sandbox = await TrainAsync("input: { files: data, format: csv }", Csv(6_000, shift: 1));
        sandbox.Folder.Text("new/a.csv", Csv(500, shift: 3).Replace("borough", "region", StringComparison.Ordinal) + "500,too,few\n");
        Assert.Equal(0, await sandbox.CommandAsync("score", "run", "new", "--out", "answers"));

        var summary = Summary(sandbox);
        Assert.Equal((501, 500, 1), ((long)summary["rows"]!, (long)summary["predicted"]!, (long)summary["without_prediction"]!["csv:field_count"]!));
        Assert.Equal(["500|csv:field_count"], Answers(sandbox, "source_row, reason", "WHERE \"prediction:fare\" IS NULL"));
        Assert.Equal(500, (long)summary["missing"]!["borough"]!);
        var miles = summary["drift"]!.AsArray().First(column => (string)column!["column"]! == "miles")!;
        Assert.Equal("great_shift", (string)miles["verdict"]!);
        Assert.Contains("Shifted      miles", sandbox.Output, StringComparison.Ordinal);
        Assert.Contains("csv:field_count", sandbox.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_row_that_a_join_leaves_out_is_answered_with_null_and_the_reason()
    {
        using var sandbox = WithRates();
        Assert.True(await sandbox.RunAsync("run") == 0, sandbox.Error);
        var code = await sandbox.CommandAsync("score", "run", "data/a.parquet", "--out", "answers");
        Assert.True(code == 0, sandbox.Error);

        var summary = Summary(sandbox);
        Assert.Equal(2_500, (long)summary["rows"]!);
        Assert.Equal(1_000, (long)summary["without_prediction"]!["relation:left_out"]!);
        Assert.Equal(["1500|1000"], Answers(sandbox, "count(\"prediction:fare\"), count(reason)"));
        Assert.Equal(["answers/scores", "answers/scoring.json"], Entries(sandbox));
    }

    [Fact]
    public async Task A_joined_column_that_has_shifted_is_told_like_one_of_the_input()
    {
        using var sandbox = WithRates();
        Assert.True(await sandbox.RunAsync("run") == 0, sandbox.Error);
        Assert.True(await sandbox.CommandAsync("score", "run", "data", "--out", "answers") == 0, sandbox.Error);
        Assert.Equal("stable", Verdict("rate"));

        sandbox.Folder.Parquet("boroughs.parquet", Rates.Replace("5)", "5 * 10)", StringComparison.Ordinal));
        Assert.True(await sandbox.CommandAsync("score", "run", "data", "--out", "answers") == 0, sandbox.Error);
        Assert.Equal("great_shift", Verdict("rate"));
        Assert.Equal("stable", Verdict("miles"));
        Assert.Contains("Shifted      rate", sandbox.Output, StringComparison.Ordinal);

        string Verdict(string column) => (string)Summary(sandbox)["drift"]!.AsArray().Single(each => (string)each!["column"]! == column)!["verdict"]!;
    }

    [Fact]
    public async Task Answers_from_Spark_are_the_answers_from_here()
    {
        var url = (await spark.ServerAsync()).Url;
        using var sandbox = await TrainAsync();
        Assert.Equal(0, await sandbox.CommandAsync("score", "run", "data", "--out", "answers"));
        var here = (Answers(sandbox, "*").Order(StringComparer.Ordinal).ToList(), Summary(sandbox)["drift"]!.ToJsonString(), (string)Summary(sandbox)["input_content_hash"]!);
        var code = await sandbox.CommandAsync("score", "run", "data", "--out", "answers", "--spark", url);
        Assert.True(code == 0, sandbox.Error);
        Assert.Equal(here.Item1, Answers(sandbox, "*").Order(StringComparer.Ordinal));
        Assert.Equal((here.Item2, here.Item3), (Summary(sandbox)["drift"]!.ToJsonString(), (string)Summary(sandbox)["input_content_hash"]!));
    }

    [Fact]
    public async Task What_cannot_be_scored_says_why_and_leaves_no_answers()
    {
        using var sandbox = await TrainAsync();
        await FailsAsync(sandbox, 1, ["score", "data", "data", "--out", "answers"], "no finished run", "manifest.json");
        await FailsAsync(sandbox, 1, ["score", "run", "nowhere", "--out", "answers"], "nowhere");
        await FailsAsync(sandbox, 1, ["score", "run", "data", "--out", "run"], "another folder with --out");
        await FailsAsync(sandbox, 1, ["score", "run", "data", "--out", "data"], "scoring did not write");
        await FailsAsync(sandbox, 2, ["score", "run", "data"], "--out");
        await FailsAsync(sandbox, 2, ["score", "run", "data", "--out", "answers", "--readers", "0"], "--readers");
        sandbox.Folder.Parquet("empty.parquet", $"SELECT * FROM ({JobSandbox.Trips} FROM range(1) t(i)) WHERE trip < 0");
        await FailsAsync(sandbox, 1, ["score", "run", "empty.parquet", "--out", "answers"], "no rows");

        var features = sandbox.Folder.At("run", "features.json");
        File.WriteAllText(features, File.ReadAllText(features).Replace("miles", "milez", StringComparison.Ordinal));
        await FailsAsync(sandbox, 1, ["score", "run", "data", "--out", "answers"]);
    }

    [Fact]
    public void The_index_is_the_sum_over_bins_and_null_is_one_of_them()
    {
        var column = new DriftColumn { Name = "x", Edges = [1], Training = [50, 50, 0] };
        Assert.Equal(0, DriftReport.Of(column, [5, 5, 0]).Psi);
        Assert.Equal(Math.Round((0.25 * Math.Log(1.5)) + (-0.25 * Math.Log(0.5)), 6), DriftReport.Of(column, [75, 25, 0]).Psi);
        var missing = DriftReport.Of(column, [0, 0, 100]);
        Assert.Equal(("great_shift", 0.0, 1.0), (missing.Verdict, missing.MissingInTraining, missing.MissingNow));
    }

    private static JobSandbox WithRates()
    {
        var sandbox = new JobSandbox().WithTrips();
        sandbox.Folder.Parquet("boroughs.parquet", Rates);
        sandbox.JobText = sandbox.JobText.Replace(
            "duplicates: { by: [trip] }",
            """
            inputs:
              boroughs: { input: boroughs.parquet, contract: { borough: { type: string }, rate: { type: float64 } } }
            relation:
              steps:
                - { join: boroughs, on: { borough: borough }, kind: inner, take: { rate: rate } }
            """,
            StringComparison.Ordinal).Replace("minutes: [", "rate: [ standardise ]\n    minutes: [", StringComparison.Ordinal);
        return sandbox;
    }

    private static async Task<JobSandbox> TrainAsync(string? input = null, string? csv = null)
    {
        var sandbox = new JobSandbox();
        if (csv is null)
        {
            sandbox.WithTrips();
        }
        else
        {
            sandbox.JobText = sandbox.JobText.Replace("input: data", input, StringComparison.Ordinal);
            sandbox.Folder.Text("data/a.csv", csv);
        }

        Assert.True(await sandbox.RunAsync("run") == 0, sandbox.Error);
        return sandbox;
    }

    private static string Csv(int rows, int shift) => "trip,borough,miles,minutes,pickup,fare\n" + string.Concat(Enumerable.Range(0, rows).Select(i =>
        $"{i},Kings,{shift * ((i % 17) + 1)}.5,{i % 40},2013-01-01T00:{i % 60:00}:00,{((i % 17) * 2.5) + 4}\n"));

    private static async Task FailsAsync(JobSandbox sandbox, int exitCode, string[] arguments, params string[] words)
    {
        Assert.Equal(exitCode, await sandbox.CommandAsync(arguments));
        Assert.All(words, word => Assert.Contains(word, sandbox.Error, StringComparison.Ordinal));
        Assert.DoesNotContain("   at ", sandbox.Error, StringComparison.Ordinal);
        Assert.DoesNotContain("unexpected", sandbox.Error, StringComparison.Ordinal);
        Assert.False(File.Exists(sandbox.Folder.At("answers", "scoring.json")));
    }

    private static JsonNode Summary(JobSandbox sandbox) => JsonNode.Parse(File.ReadAllText(sandbox.Folder.At("answers", "scoring.json")))!;

    private static List<string> Answers(JobSandbox sandbox, string columns, string where = "") =>
        TestFolder.Sql($"SELECT {columns} FROM '{sandbox.Folder.At("answers", "scores")}/*.parquet' {where}");

    private static IEnumerable<string> Entries(JobSandbox sandbox) => Directory.EnumerateFileSystemEntries(sandbox.Folder.At("answers"))
        .Select(entry => Path.GetRelativePath(sandbox.Folder.Path, entry).Replace('\\', '/')).Where(entry => !entry.EndsWith(".lock", StringComparison.Ordinal)).Order(StringComparer.Ordinal);
}
