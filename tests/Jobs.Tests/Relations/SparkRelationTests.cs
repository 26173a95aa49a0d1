using Millrace.Jobs.Engine;
using Millrace.Jobs.Ledger;
using Millrace.Jobs.Places;
using Millrace.Jobs.Relations;
using Millrace.Jobs.Specification;
using Millrace.Jobs.Stages;
using Millrace.Jobs.Stages.Features;
using Millrace.Jobs.Stages.Relations;
using Millrace.Spark.Server;
using Millrace.Spark.Sql;

namespace Millrace.Jobs.Tests.Relations;

/// <summary>The same plan on a real Spark: equal content hashes and equal reports, table for table.</summary>
public sealed class SparkRelationTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Random_relation_stages_and_the_flights_have_the_same_rows_and_reports_on_spark()
    {
        Assert.SkipWhen(await SparkHome.FindAsync(null, Token) is null, SparkHome.HowToGet);
        await using var server = await SparkServer.StartLocalAsync(
            new LocalSparkOptions { Settings = new Dictionary<string, string> { ["spark.sql.shuffle.partitions"] = "3" } }, Token);
        await using var session = await SparkSession.ConnectAsync(server.Url, null, null, Token);
        for (var seed = 101; seed <= 106; seed++)
        {
            var random = new RandomRelation(seed);
            using var run = new RelationRun();
            run.Folder.Parquet("rows.parquet", random.RowsSql);
            run.Folder.Parquet("other.parquet", random.OtherSql);
            await AssertSameAsync(run, random.Job with { Relation = random.Job.Relation! with { Steps = [.. random.Job.Relation.Steps.Select(RelationPropertyTests.WithTime)], Time = null } }, session);
        }

        using var flights = new RelationRun();
        await AssertSameAsync(flights, SampleFlights.WithoutTraining(), session);
    }

    private static async Task AssertSameAsync(RelationRun run, JobSpec job, SparkSession session)
    {
        await run.RunAsync(job);
        var manifest = run.Manifest();
        var plan = RelationPlan.Of(job)!;
        using var folder = RunFolder.Open(run.Folder.At("spark"));
        var work = folder.Place("work", "relation");
        await using var engine = EmbeddedEngine.Open(new EngineOptions { TempFolder = folder.Temporary });
        await using var place = new EmbeddedPlace(engine, folder, readers: 2);
        await using var spark = await SparkRelations.OpenAsync(session, Token);
        var output = await new RelationRunner(plan, spark, work).RunAsync(
            new Dictionary<RowRole, IReadOnlyList<string>>
            {
                [RowRole.Main] = run.Files("clean"),
                [RowRole.Quarantined] = run.Files("work", "quarantine-converted"),
            },
            plan.Inputs.ToDictionary(input => input.Name, input => run.Files("inputs", input.Name, "clean")),
            static (_, _) => { },
            Token);

        var files = new CleanFiles(folder);
        var request = new WorkRequest
        {
            Stage = "finish",
            Key = "finish",
            Inputs = [.. await Task.WhenAll(output.Files.Select(pair => files.PinAsync([.. pair.Value.Select(folder.Relative)], pair.Key, Token)))],
            Folders = Enum.GetValues<RowRole>().ToDictionary(FinishWork.KindOf, role => folder.Place(FinishWork.KindOf(role))),
        };
        var finished = await place.RunAsync(new FinishWork(LearningSettings.Of(job)), request, Token);
        foreach (var role in new[] { RowRole.Main, RowRole.Quarantined })
        {
            var embedded = (string?)manifest["outputs"]![FinishWork.KindOf(role)]?["content_hash"];
            Assert.Equal(embedded, output.Rows.ContainsKey(role) ? finished.Statistics.Of(role).ToString() : null);
        }

        Assert.Equal(run.Joins(), System.Text.Json.JsonSerializer.Serialize(output.Reports, LedgerJson.Options));
    }
}
