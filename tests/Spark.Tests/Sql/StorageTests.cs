using Millrace.Spark.Sql;
using Millrace.Spark.Sql.Streaming;
using Millrace.Spark.Sql.Types;
using static Millrace.Spark.Sql.Functions;

namespace Millrace.Spark.Tests.Sql;

/// <summary>Ways to write, the catalog's tables, and streams that <see cref="DataFrameTests"/> leaves, against a real Spark.</summary>
public sealed class StorageTests(SparkFixture spark) : IDisposable
{
    private static readonly StructType IdAndKey = new([new StructField("id", new LongType()), new StructField("k", new LongType())]);
    private readonly string _folder = Directory.CreateTempSubdirectory("millrace-storage-").FullName;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public async Task Tables_are_bucketed_sorted_and_clustered()
    {
        await using SparkSession session = await spark.SessionAsync();
        DataFrame rows = session.Range(100).WithColumn("k", Col("id").Mod(3L));
        session.Sql("DROP TABLE IF EXISTS bucketed");
        rows.Write().BucketBy(2, "k").SortBy("id").Options(new Dictionary<string, string> { ["compression"] = "none" }).SaveAsTable("bucketed");
        string described = string.Join('\n', session.Sql("DESCRIBE EXTENDED bucketed").Collect().Select(static row => row.ToString()));
        Assert.Contains("Num Buckets,2", described, StringComparison.Ordinal);
        Assert.Contains("Sort Columns,[`id`]", described, StringComparison.Ordinal);
        session.Sql("DROP TABLE IF EXISTS clustered");
        rows.Write().ClusterBy("k").SaveAsTable("clustered");
        Assert.Equal(100, session.Table("clustered").Count());
        string orc = Path.Combine(_folder, "orc");
        rows.Write().Orc(orc);
        Assert.Equal(100, session.Read().Options(new Dictionary<string, string> { ["mergeSchema"] = "true" }).Orc(orc).Count());
        session.Sql("DROP TABLE bucketed");
        session.Sql("DROP TABLE clustered");
    }

    /// <summary>No source of version 2 that replaces is in a plain Spark: each call is refused for what it asks.</summary>
    [Fact]
    public async Task Replacing_and_overwriting_are_refused_by_a_source_that_cannot()
    {
        await using SparkSession session = await spark.SessionAsync();
        DataFrame rows = session.Range(10).WithColumn("k", Col("id").Mod(3L));
        session.Sql("DROP TABLE IF EXISTS second");
        rows.WriteTo("second").Using("parquet").PartitionedBy(Col("k")).Options(new Dictionary<string, string> { ["compression"] = "none" }).Create();
        Assert.Equal("k", session.Catalog.ListColumns("second").Filter("isPartition").First().GetAs<string>("name"));
        Refused(() => rows.WriteTo("second").Using("parquet").Replace());
        Refused(() => rows.WriteTo("second").Using("parquet").CreateOrReplace());
        Refused(() => rows.WriteTo("second").Overwrite(Col("k") == 1L));
        Refused(() => rows.WriteTo("second").OverwritePartitions());
        Assert.Equal(10, session.Table("second").Count());
        session.Sql("DROP TABLE second");

        static void Refused(Action write) => Assert.NotEqual("", Assert.ThrowsAny<AnalysisException>(write).ErrorClass);
    }

    [Fact]
    public async Task A_database_without_a_driver_is_named()
    {
        await using SparkSession session = await spark.SessionAsync();
        var properties = new Dictionary<string, string> { ["driver"] = "no.such.Driver" };
        Assert.Contains("no.such.Driver", Assert.ThrowsAny<SparkException>(() => session.Read().Jdbc("jdbc:none:x", "t", properties).Count()).Message, StringComparison.Ordinal);
        Assert.Contains("no.such.Driver", Assert.ThrowsAny<SparkException>(() => session.Range(1).Write().Jdbc("jdbc:none:x", "t", properties)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_catalog_makes_tables_and_forgets_what_it_kept()
    {
        await using SparkSession session = await spark.SessionAsync();
        string path = Path.Combine(_folder, "table");
        session.Range(12).WithColumn("k", Col("id").Mod(3L)).Write().PartitionBy("k").Parquet(path);
        session.Sql("DROP TABLE IF EXISTS found");
        session.Catalog.CreateTable("found", "parquet", IdAndKey, new Dictionary<string, string> { ["path"] = Path.Combine(_folder, "elsewhere") });
        Assert.Equal(0, session.Table("found").Count());
        session.Sql("DROP TABLE found");
        session.Sql($"CREATE TABLE found (id LONG, k LONG) USING parquet PARTITIONED BY (k) LOCATION '{path}'");
        session.Catalog.RecoverPartitions("found");
        Assert.Equal(12, session.Table("found").Count());
        session.Catalog.RefreshTable("found");
        session.Catalog.RefreshByPath(path);
        session.Catalog.CacheTable("found");
        session.Catalog.ClearCache();
        Assert.False(session.Catalog.IsCached("found"));
        Assert.Contains(session.Catalog.ListTables().Collect(), static row => row.GetAs<string>("name") == "found");
        Assert.Contains(session.Catalog.ListTables("default").Collect(), static row => row.GetAs<string>("name") == "found");
        Assert.True(session.Catalog.ListFunctions().Count() > 300);
        Assert.Equal("spark_catalog", session.Catalog.ListCatalogs().First().GetAs<string>("name"));
        session.Sql("CREATE DATABASE IF NOT EXISTS other");
        session.Catalog.SetCurrentDatabase("other");
        Assert.Equal("other", session.Catalog.CurrentDatabase());
        session.Catalog.SetCurrentDatabase("default");
        session.Catalog.SetCurrentCatalog("spark_catalog");
        session.Sql("DROP DATABASE other");
        session.Sql("DROP TABLE found");
    }

    [Fact]
    public async Task A_stream_runs_by_its_clock_until_all_that_is_there_is_done()
    {
        await using SparkSession session = await spark.SessionAsync();
        string source = Path.Combine(_folder, "in");
        session.Range(20).Select(Col("id"), Lit(1_700_000_000).Cast("timestamp").As("at")).Write().Orc(source);
        StreamingQuery query = session.ReadStream().Schema("id LONG, at TIMESTAMP").Options(new Dictionary<string, string> { ["maxFilesPerTrigger"] = "1" }).Orc(source)
            .WithWatermark("at", "1 hour").DropDuplicatesWithinWatermark("id").WriteStream().Format("memory").QueryName("clocked").OutputMode("append")
            .Trigger(Trigger.ProcessingTime(50)).Start();
        query.ProcessAllAvailable();
        Assert.Equal(20, session.Table("clocked").Count());
        Assert.NotEqual("", await query.StatusMessageAsync(Token));
        query.Explain();
        Assert.Contains(session.Streams().Active(), active => active.Id == query.Id);
        query.Stop();
        session.Streams().AwaitAnyTermination(60_000);
        session.Streams().ResetTerminated();

        session.Sql("DROP TABLE IF EXISTS streamed_table");
        StreamingQuery once = session.ReadStream().Schema("id LONG, at TIMESTAMP").Orc(source).WriteStream().Trigger(Trigger.Once())
            .Options(new Dictionary<string, string> { ["checkpointLocation"] = Path.Combine(_folder, "checkpoint") }).ToTable("streamed_table");
        Assert.True(once.AwaitTermination(60_000));
        Assert.Equal(20, session.Table("streamed_table").Count());
        session.Sql("DROP TABLE streamed_table");
        StreamingQuery continuous = session.ReadStream().Format("rate").Load().WriteStream().Format("noop").Trigger(Trigger.Continuous("1 second")).Start();
        Assert.True(continuous.IsActive());
        continuous.Stop();
    }
}
