using Millrace.Jobs.Cluster;
using Millrace.Jobs.Tests.Engine;
using Millrace.Jobs.Tests.Stages;
using Millrace.Spark.Sql;

namespace Millrace.Jobs.Tests.Cluster;

/// <summary>Few duplicates are found by one worker's engine and many by Spark's own plan: both must find the same rows.</summary>
public class DuplicatesOnSparkTests(SparkFixture spark)
{
    // Keys repeat up to four times, over three files; some are null, some rows equal in the hash as well.
    private const string Rows = """
        CASE WHEN range % 50 = 0 THEN NULL ELSE range % 700 END AS key, 'v' || (range % 100) AS word,
        (range % 900 * 7919 % 1000 - 500)::BIGINT AS _hash_hi, (range % 450)::BIGINT AS _hash_lo
        """;

    [Theory]
    [InlineData("key")]
    [InlineData("key,word")]
    [InlineData(null)]
    public async Task Spark_and_a_workers_engine_find_the_same_losers(string? keys)
    {
        var token = TestContext.Current.CancellationToken;
        await using var fixture = new ScanFixture();
        string[] files = [.. Enumerable.Range(0, 3).Select(i => fixture.Folder.Parquet(
            $"clean/{i}.parquet", $"SELECT {Rows}, {i} AS _source_file, range AS _source_row FROM range({i * 600}, {(i + 1) * 600})"))];
        var names = keys?.Split(',');
        await using var session = await SparkSession.Builder().Remote((await spark.ServerAsync()).Url).CreateAsync(token);
        await SessionRules.ApplyAsync(session, token);
        var there = fixture.Folder.At("there");

        await SparkDuplicates.WriteLosersAsync(session, files, names, there, token);
        var here = await fixture.Engine.WriteLosersAsync(files, names, Path.Combine(Directory.CreateDirectory(fixture.Folder.At("here")).FullName, "losers.parquet"), token);

        var found = Losers($"{there}/*.parquet");
        Assert.Equal(Expected(files, names ?? ["_hash_hi", "_hash_lo"]), found);
        Assert.Equal(found, Losers(here.Path));
        Assert.Equal(found.Count, here.Rows);
        Assert.NotEmpty(found);
    }

    [Fact]
    public async Task Few_rows_without_duplicates_are_the_files_of_the_row_stage()
    {
        using var sandbox = new JobSandbox().WithTrips().OnlyCleaning();
        File.Delete(sandbox.Folder.At("data/c.parquet"));
        Assert.Equal(0, await sandbox.RunAsync("here"));
        Directory.CreateDirectory(sandbox.Folder.At("there", "manifest.parts"));
        Directory.CreateDirectory(sandbox.Folder.At("there", "clean"));
        await File.WriteAllTextAsync(sandbox.Folder.At("there", "clean", "stray.parquet"), "an unfinished run left this", TestContext.Current.CancellationToken);

        Assert.Equal(0, await sandbox.RunAsync("there", "--spark", (await spark.ServerAsync()).Url));

        Assert.Equal(sandbox.ContentHashes("here"), sandbox.ContentHashes("there"));
        Assert.Equal(["5940|5940"], TestFolder.Sql($"SELECT count(*), count(DISTINCT trip) FROM '{sandbox.Folder.At("there", "clean")}/*.parquet'"));
        Assert.Equal(
            Directory.GetFiles(sandbox.Folder.At("there", "work", "rows")).Select(Path.GetFileName).Order(StringComparer.Ordinal),
            Directory.GetFiles(sandbox.Folder.At("there", "clean")).Select(Path.GetFileName).Order(StringComparer.Ordinal));
    }

    private static List<string> Losers(string files) => TestFolder.Sql($"SELECT _source_file, _source_row FROM '{files}' ORDER BY ALL");

    // By definition: a row loses if another one with the same keys comes before it.
    private static List<string> Expected(string[] files, string[] keys)
    {
        var equal = string.Join(" AND ", keys.Select(key => $"other.{key} = mine.{key}"));
        var source = $"read_parquet([{string.Join(", ", files.Select(file => $"'{file}'"))}])";
        const string place = "({0}._hash_hi, {0}._hash_lo, {0}._source_file, {0}._source_row)";
        return TestFolder.Sql(
            $"SELECT mine._source_file, mine._source_row FROM {source} mine WHERE EXISTS (SELECT 1 FROM {source} other WHERE {equal} "
            + $"AND {place.Replace("{0}", "other", StringComparison.Ordinal)} < {place.Replace("{0}", "mine", StringComparison.Ordinal)}) ORDER BY ALL");
    }
}
