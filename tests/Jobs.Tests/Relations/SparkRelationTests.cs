using System.Text.Json.Nodes;
using Millrace.Jobs.Cluster;
using Millrace.Jobs.Engine;
using Millrace.Jobs.Ledger;
using Millrace.Jobs.Places;
using Millrace.Jobs.Relations;
using Millrace.Jobs.Specification;
using Millrace.Jobs.Specification.Relations;
using Millrace.Jobs.Stages;
using Millrace.Jobs.Stages.Features;
using Millrace.Jobs.Stages.Relations;
using Millrace.Jobs.Tests.Cluster;
using Millrace.Spark.Sql;

namespace Millrace.Jobs.Tests.Relations;

/// <summary>The same plan on a real Spark: equal content hashes and equal reports, table for table.</summary>
public sealed class SparkRelationTests(SparkFixture spark)
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Random_relation_stages_have_the_same_rows_and_reports_on_Spark()
    {
        await using var session = await SparkSession.ConnectAsync((await spark.ServerAsync()).Url, null, null, Token);
        await SessionRules.ApplyAsync(session, Token);
        await session.Conf().SetAsync("spark.sql.shuffle.partitions", "3", Token);
        for (var seed = 101; seed <= 106; seed++)
        {
            var random = new RandomRelation(seed);
            using var run = new RelationRun();
            run.Folder.Parquet("rows.parquet", random.RowsSql);
            run.Folder.Parquet("other.parquet", random.OtherSql);
            var steps = random.Job.Relation!.Steps.Select(RelationPropertyTests.WithTime);
            await AssertSameAsync(run, random.Job with { Relation = new RelationSpec { Steps = [.. steps] } }, session);
        }
    }

    [Fact]
    public async Task The_flights_joined_on_Spark_are_the_flights_joined_here()
    {
        var url = (await spark.ServerAsync()).Url;
        using var run = new RelationRun();
        var job = SampleFlights.WithEpochs(1);
        await run.RunAsync(job, "here");
        await run.RunAsync(job with { Run = job.Run with { Spark = new SparkSpec { Address = url } } }, "spark");
        Assert.Equal(run.Joins("here"), run.Joins("spark"));
        foreach (var output in new[] { "clean", "input_planes", "input_weather", "table", "table_quarantined" })
        {
            Assert.NotNull(Hash(run.Manifest("here"), output));
            Assert.Equal(Hash(run.Manifest("here"), output), Hash(run.Manifest("spark"), output));
        }
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
        await using var relations = new SparkRelations(session);
        var output = await new RelationRunner(plan, relations, work).RunAsync(
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
            Assert.Equal(Hash(manifest, FinishWork.KindOf(role)), output.Rows.ContainsKey(role) ? finished.Statistics.Of(role).ToString() : null);
        }

        Assert.Equal(run.Joins(), System.Text.Json.JsonSerializer.Serialize(output.Reports, LedgerJson.Options));
    }

    private static string? Hash(JsonNode manifest, string output) => (string?)manifest["outputs"]![output]?["content_hash"];
}
