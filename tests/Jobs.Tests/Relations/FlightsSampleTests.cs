using System.Text.Json.Nodes;
using Millrace.Jobs.Tests.Engine;

namespace Millrace.Jobs.Tests.Relations;

public class FlightsSampleTests
{
    [Fact]
    public async Task The_flights_meet_planes_weather_and_their_own_past_and_every_join_says_how_well()
    {
        using var run = new RelationRun();
        await run.RunAsync(SampleFlights.WithEpochs(6));

        // Late is one in five: a coin would have an area of 0.5.
        Assert.True((double)run.Manifest()["metrics"]!["test"]!["auc"]! > 0.6);
        var rows = run.Manifest()["rows"]!;
        Assert.Equal((51_955, 50_009, 1_946, 50_009), ((long)rows["read"]!, (long)rows["clean"]!, (long)rows["quarantined"]!, (long)rows["table"]!));
        var joins = run.Manifest()["joins"]!.AsArray();
        Assert.Equal(["join planes", "as_of weather", "window rows", "window rows", "as_of rows"], joins.Select(join => (string)join!["step"]!));
        Assert.InRange(Rate(joins[0]!), 0.80, 0.87);
        Assert.True((long)joins[0]!["orphan_keys"]! > 100);
        Assert.Equal(1, (long)joins[0]!["most_matches"]!);
        Assert.InRange(Rate(joins[1]!), 0.99, 1);
        Assert.All(joins.Skip(1), join => Assert.True((bool)join!["times_checked"]!));

        // The same figures by a query that shares nothing with the program but the idea.
        var clean = run.Folder.At("run", "clean", "*.parquet");
        var planes = Path.Combine(SampleFlights.Folder, "data", "nyc-flights", "planes.parquet");
        Assert.Equal(
            [$"{(long)joins[0]!["matched"]!}"], TestFolder.Sql($"SELECT count(*) FROM '{clean}' f SEMI JOIN '{planes}' p ON f.tailnum = p.tailnum"));
        const string Window = "SELECT sum(e.dep_delay)::DOUBLE / count(*) FROM flights e WHERE e.origin = f.origin AND e.departed >= f.scheduled - INTERVAL 4 HOUR AND e.departed <= f.scheduled - INTERVAL 1 HOUR";
        Assert.Equal(["0"], TestFolder.Sql(
            $"WITH flights AS (SELECT * FROM '{run.Folder.At("run", "table", "*.parquet")}'), picked AS (SELECT * FROM flights WHERE flight % 400 = 7) SELECT count(*) FROM picked f WHERE origin_delay IS DISTINCT FROM ({Window})"));
        Assert.Equal(["0"], TestFolder.Sql(
            $"WITH flights AS (SELECT * FROM '{run.Folder.At("run", "table", "*.parquet")}'), picked AS (SELECT * FROM flights WHERE flight % 400 = 7) SELECT count(*) FROM picked f WHERE plane_delay IS NOT NULL AND NOT EXISTS (SELECT 1 FROM flights e WHERE e.tailnum = f.tailnum AND e.departed <= f.scheduled - INTERVAL 1 HOUR AND e.dep_delay = f.plane_delay)"));
    }

    private static double Rate(JsonNode join) => (double)join["match_rate"]!;
}
