using System.Text.Json.Nodes;
using Millrace.Jobs.Tests.CommandLine;
using Millrace.Jobs.Tests.Engine;

namespace Millrace.Jobs.Tests.Samples;

/// <summary>The main job of the README, run whole and as it stands: rows against the planted truth, quality, the names that scripts rely on, the report.</summary>
public sealed class TaxiFareSampleTests(TaxiFareRun run) : IClassFixture<TaxiFareRun>
{
    private const long Read = 105_500;

    /// <summary>Least recall and precision of each kind of planted dirt, as samples/data/taxi-fare/README.md states them.</summary>
    public static TheoryData<string, double, double> Floors => new()
    {
        { "changed_schema", 0.999, 0.999 },
        { "contradictory_pair", 0.97, 0.97 },
        { "exact_duplicate", 0.999, 0.999 },
        { "impossible_distance", 0.999, 0.999 },
        { "misspelt_code", 0.999, 0.999 },
        { "missing_value", 0.999, 0.999 },
        { "mixed_case_code", 0.999, 0.999 },
        { "near_duplicate", 0.999, 0.999 },
        { "negative_fare", 0.999, 0.999 },
        { "time_in_minutes", 0.99, 0.99 },
        { "truncated_file", 0.999, 0.999 },
    };

    [Fact]
    public void Rows_read_are_those_that_the_truth_counts_and_none_is_lost()
    {
        var (original, truth) = (run.Data("taxi-fare/original-train.parquet"), run.Data("taxi-fare/truth.parquet"));
        var expected = Sql($"""
            SELECT (SELECT count(*) FROM {original}) + (SELECT count(*) FROM {truth} WHERE kind IN ('exact_duplicate', 'near_duplicate', 'contradictory_pair'))
              - (SELECT count(*) FROM {truth} WHERE kind = 'truncated_file')
            """);
        Assert.Equal(Read, expected);
        Assert.Equal(Read, run.Manifest.Count("rows.read"));
        Assert.Equal(Read, run.Manifest.Count("rows.clean") + run.Manifest.Count("rows.quarantined") + run.Manifest.Count("rows.duplicates"));
        Assert.Equal(run.Manifest.Count("rows.clean"), Sql($"SELECT count(*) FROM {run.Table("clean")}"));
        Assert.Equal(run.Manifest.Count("rows.clean"), Sql($"SELECT count(DISTINCT trip_id) FROM {run.Table("clean")}"));
        Assert.Equal(run.Manifest.Count("rows.quarantined"), Sql($"SELECT count(*) FROM {run.Table("quarantine")}"));

        // Every trip of the original is clean or set aside, but for those of the file that cannot be read.
        Assert.Equal(0, Sql($"""
            SELECT count(*) FROM (SELECT trip_id FROM {original} EXCEPT SELECT trip_id FROM {truth} WHERE kind = 'truncated_file'
              EXCEPT SELECT trip_id FROM {run.Table("clean")} EXCEPT SELECT trip_id::BIGINT FROM {run.Table("quarantine")})
            """));
    }

    [Theory]
    [MemberData(nameof(Floors))]
    public void Planted_dirt_is_found_and_little_else(string kind, double recall, double precision)
    {
        var found = run.Summary.PlantedDirt.Single(dirt => dirt.Kind == kind);
        Assert.Equal(Sql($"SELECT count(*) FROM {run.Data("taxi-fare/truth.parquet")} WHERE kind = '{kind}'"), found.Planted);
        Assert.True(found.Recall >= recall, $"recall {found.Recall:0.####} of {kind}");
        Assert.True(found.Precision >= precision, $"precision {found.Precision:0.####} of {kind}");
    }

    [Fact]
    public void Every_planted_kind_has_a_floor() => Assert.Equal(
        run.Summary.PlantedDirt.Select(dirt => dirt.Kind).Order(StringComparer.Ordinal),
        Floors.Select(row => row.Data.Item1).Order(StringComparer.Ordinal));

    [Fact]
    public void No_clean_row_keeps_the_dirt_that_a_query_can_see()
    {
        Assert.Equal(0, Sql($"SELECT count(*) FROM {run.Table("clean")} WHERE fare_amount <= 0 OR trip_distance < 0 OR trip_distance > 100"));
        Assert.Equal(0, Sql($"SELECT count(*) FROM {run.Table("clean")} WHERE vendor_id NOT IN ('CMT', 'VTS') OR payment_type NOT IN ('CRD', 'CSH', 'NOC', 'DIS', 'UNK')"));
        Assert.Equal(0, Sql($"SELECT count(*) FROM {run.Table("quarantine")} WHERE len(_reasons) = 0"));
    }

    [Fact]
    public void The_network_is_at_or_below_the_trees_on_every_row_of_the_test_file()
    {
        var rows = Sql($"SELECT count(*) FROM {run.Data("taxi-fare/test.parquet")} WHERE fare_amount IS NOT NULL");
        Assert.Equal(rows, run.Manifest.Count("metrics.test.rows"));
        Assert.Equal(rows, run.Manifest.Count("baselines.lightgbm.test.rows"));
        var (network, trees) = (run.Manifest.Number("metrics.test.mae"), run.Manifest.Number("baselines.lightgbm.test.mae"));
        Assert.True(network <= trees, $"mae {network:0.0000} of the network, {trees:0.0000} of the trees");
        Assert.InRange(trees, 0.4, 0.6);
        Assert.True(network < run.Manifest.Number("baselines.linear.test.mae"), "the linear model is better");
    }

    [Fact]
    public void The_manifest_has_the_names_that_scripts_rely_on()
    {
        foreach (var metric in new[] { "mae", "rmse", "r2" })
        {
            Assert.True(double.IsFinite(run.Manifest.Number($"metrics.test.{metric}")), metric);
            Assert.True(double.IsFinite(run.Manifest.Number($"baselines.linear.test.{metric}")), metric);
            Assert.True(double.IsFinite(run.Manifest.Number($"baselines.lightgbm.test.{metric}")), metric);
        }

        foreach (var output in new[] { "clean", "quarantine", "changes", "profile", "features", "model", "metrics" })
        {
            var rows = output is "clean" or "quarantine" ? run.Manifest.Node($"outputs.{output}.rows").ToString() + "-" : "";
            Assert.Matches($"^{rows}[0-9a-f]{{64}}$", run.Manifest.Text($"outputs.{output}.content_hash"));
            Assert.All(run.Manifest.Node($"outputs.{output}.files").AsArray(), file => Assert.True(File.Exists(run.At([.. ((string)file!["path"]!).Split('/')])), $"{file}"));
        }

        Assert.Equal(run.Manifest.Text("model.weights_sha256"), run.Manifest.Text("outputs.model.content_hash"));
        Assert.All(new[] { "millrace", "dotnet", "duckdb" }, name => Assert.Matches(@"\d+\.\d+", run.Manifest.Text($"versions.{name}")));
        Assert.Equal((1, 1), (run.Manifest.Count("seeds.seed"), (long)run.Manifest.Node("job.seed")));
        Assert.Equal(run.Manifest.Count("job.split.split_seed"), run.Manifest.Count("seeds.split_seed"));
        var inputs = run.Manifest.Node("inputs").AsArray();
        Assert.Equal(8, inputs.Count);
        Assert.All(inputs, input => Assert.Matches("^[0-9a-f]{64}$", (string)input!["footer_sha256"]!));
        Assert.Equal(Read, inputs.Where(input => (string)input!["part"]! == "main").Sum(input => (long)input!["rows"]!));
        Assert.Equal("data/taxi-fare/train/part-07.parquet", (string)Assert.Single(run.Manifest.Node("bad_files").AsArray())!["path"]!);
    }

    [Fact]
    public void Every_stage_has_its_time_and_peak_and_is_the_one_that_plan_told()
    {
        var stages = run.Manifest.Node("stages").AsArray();
        Assert.All(stages, stage => Assert.True((double)stage!["seconds"]! >= 0 && (long)stage["peak_bytes"]! > 10_000_000, $"{stage}"));
        Assert.Equal(
            ["survey", "rows", "duplicates", "survey_test", "rows_test", "truth", "split", "features", "encode", "train", "evaluate", "baselines", "export", "card", "report"],
            stages.Select(stage => (string)stage!["name"]!));
        Assert.Equal(stages.Select(stage => (string)stage!["name"]!), PlanTable.Of(run.Plan).Select(stage => stage.Name));
        Assert.Equal(Read, PlanTable.Of(run.Plan).Single(stage => stage.Name == "rows").Rows);
    }

    [Fact]
    public void The_summary_names_the_counts_the_quality_and_the_file_to_open()
    {
        Assert.Contains($"105,500 read, {run.Manifest.Count("rows.clean"):N0} clean, {run.Manifest.Count("rows.quarantined"):N0} quarantined", run.Output, StringComparison.Ordinal);
        Assert.Contains("fare-fits-the-meter", run.Output, StringComparison.Ordinal);
        Assert.Contains("The network earned its place", run.Output, StringComparison.Ordinal);
        Assert.Contains($"Open first   {run.At("report.html")}", run.Output, StringComparison.Ordinal);
    }

    [Fact]
    public void The_report_is_one_file_and_shows_what_the_manifest_says()
    {
        var page = new ReportPage(run.Report);
        Assert.Empty(page.Resources);
        var flow = page.Section("The way of the rows");
        Assert.All(
            new[] { "read", "clean", "quarantined", "duplicates", "train", "validation", "test" },
            name => Assert.Contains(run.Manifest.Count($"rows.{name}").ToString("N0", System.Globalization.CultureInfo.InvariantCulture), flow, StringComparison.Ordinal));
        var quality = page.Section("Quality of the data");
        Assert.Contains("part-07.parquet", quality, StringComparison.Ordinal);
        Assert.All(run.Summary.PlantedDirt, dirt => Assert.Contains(dirt.Kind.Replace('_', ' '), quality, StringComparison.Ordinal));
        Assert.All(run.Summary.QuarantinedByReason, reason => Assert.Contains(reason.Reason, quality, StringComparison.Ordinal));

        var scores = page.TableOf("The network and the baselines");
        foreach (var row in scores.Skip(1))
        {
            JsonNode expected = row[0] == "network" ? run.Manifest.Node("metrics.test") : run.Manifest.Node($"baselines.{row[0]}.test");
            Assert.All(scores[0].Skip(1).Where(name => name.Length > 0).Select((name, at) => (name, at)), metric =>
                Assert.Equal((double)expected[metric.name]!, ReportPage.Number(row[metric.at + 1]), 1e-3 * Math.Abs((double)expected[metric.name]!)));
        }

        Assert.Equal(["network", "linear", "lightgbm"], scores.Skip(1).Select(row => row[0]));
    }

    [Fact]
    public void The_report_has_its_pictures_and_they_are_drawn()
    {
        var page = new ReportPage(run.Report);
        foreach (var column in new[] { "passenger_count", "trip_time_in_secs", "trip_distance", "fare_amount" })
        {
            Assert.InRange(page.Picture($"Histogram of {column}").Marks, 3, 1_000);
        }

        Assert.InRange(page.Picture("Predicted against actual fare_amount on test rows").Marks, 1_000, 10_000);
        Assert.InRange(page.Picture("Loss per epoch on training and validation rows").Outline, 100, 100_000);
    }

    private static long Sql(string query) => long.Parse(Assert.Single(TestFolder.Sql(query)), System.Globalization.CultureInfo.InvariantCulture);
}
