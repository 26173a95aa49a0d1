using Millrace.Spark.Sql;
using Millrace.Spark.Sql.Expressions;
using Millrace.Spark.Sql.Types;
using static Millrace.Spark.Sql.Functions;
using Windows = Millrace.Spark.Sql.Expressions.Window;

namespace Millrace.Spark.Tests.Sql;

/// <summary>Each step of a DataFrame once, against a real Spark.</summary>
public class DataFrameTests(SparkFixture spark)
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    private static readonly StructType People = new([
        new("name", new StringType()), new("city", new StringType()), new("age", new IntegerType()), new("pay", new DoubleType())]);

    private static async Task<DataFrame> PeopleAsync(SparkSession session) => await session.CreateDataFrameAsync(
        [
            new(["Ann", "Rome", 31, 10.5]), new(["Bob", "Oslo", 25, 7.25]), new(["Cid", "Rome", null, 3.0]), new(["Dot", "Oslo", 40, null]),
        ],
        People,
        Token);

    private static async Task<string> TextAsync(DataFrame rows) =>
        string.Join(" ", (await rows.CollectAsync(Token)).Select(static r => r.ToString()));

    [Fact]
    public async Task Rows_are_chosen_ordered_and_cut()
    {
        await using SparkSession session = await spark.SessionAsync();
        DataFrame people = await PeopleAsync(session);
        Assert.Equal("[Bob,25] [Ann,31] [Dot,40]", await TextAsync(people.Where(Col("age").IsNotNull()).OrderBy("age").Select("name", "age")));
        Assert.Equal("[Dot] [Cid]", await TextAsync(people.Sort(Col("name").Desc()).Limit(2).Select("name")));
        Assert.Equal("[Dot]", await TextAsync(people.OrderBy("name").Offset(3).Select("name")));
        Assert.Equal("[Ann]", await TextAsync(people.Filter("city = 'Rome' AND age > 30").Select(people["name"])));
        Assert.Equal(4, people.Count());
        Assert.False(people.IsEmpty());
        Assert.True(people.Filter(Lit(false)).IsEmpty());
        Assert.Equal("Ann", people.OrderBy("name").First().Get("name"));
        Assert.Equal(2, people.Tail(2).Count());
    }

    [Fact]
    public async Task Columns_are_added_renamed_and_dropped()
    {
        await using SparkSession session = await spark.SessionAsync();
        DataFrame people = await PeopleAsync(session);
        DataFrame changed = people.WithColumn("next", Col("age") + 1).WithColumnRenamed("pay", "salary").Drop("city").Drop(Col("age"));
        Assert.Equal(["name", "salary", "next"], changed.Columns());
        Assert.Equal(["a", "b"], people.Select("name", "age").ToDF("a", "b").Columns());
        Assert.Equal("[ANN]", await TextAsync(people.SelectExpr("upper(name) AS u").Limit(1)));
        Assert.Equal(["name"], people.Select(people.ColRegex("`na.*`")).Columns());
        Assert.Equal("{\"name\":\"Ann\",\"age\":31}", (await people.Select("name", "age").ToJSON().FirstAsync(Token))!.GetAs<string>(0));
        Assert.Equal("[Ann,age,31] [Ann,pay,10]", await TextAsync(people.Limit(1)
            .Select(Col("name"), Col("age"), Col("pay").Cast("int")).Unpivot([Col("name")], null, "what", "value")));
        Assert.Equal("[high] [low] [null]", await TextAsync(people.OrderBy(Col("pay").DescNullsLast()).Limit(3)
            .Select(When(Col("pay") > 9, "high").When(Col("pay") > 5, "low"))));
        Assert.Equal("string,int", string.Join(",", people.Select("name", "age").DTypes().Select(static t => t.Item2)));
    }

    [Fact]
    public async Task Groups_pivots_cubes_and_windows_aggregate()
    {
        await using SparkSession session = await spark.SessionAsync();
        DataFrame people = await PeopleAsync(session);
        Assert.Equal("[Oslo,2] [Rome,2]", await TextAsync(people.GroupBy("city").Count().OrderBy("city")));
        Assert.Equal("[Oslo,65,7.25] [Rome,31,13.5]", await TextAsync(people.GroupBy("city").Sum("age", "pay").OrderBy("city")));
        Assert.Equal("[Oslo,7.25] [Rome,10.5]", await TextAsync(people.GroupBy(Col("city")).Agg(Max(Col("pay"))).OrderBy("city")));
        Assert.Equal(3, people.Rollup("city").Count().Count());
        Assert.Equal(9, people.Filter(Col("age").IsNotNull()).Cube("city", "name").Count().Count());
        Assert.Equal("[31,65]", await TextAsync(people.GroupBy().Pivot("city", ["Rome", "Oslo"]).Sum("age")));
        Assert.Equal("[65,31]", await TextAsync(people.GroupBy().Pivot("city").Sum("age")));
        WindowSpec window = Windows.PartitionBy("city").OrderBy("name");
        Assert.Equal("[Bob,1,null] [Dot,2,Bob] [Ann,1,null] [Cid,2,Ann]", await TextAsync(
            people.Select(Col("name"), RowNumber().Over(window), Lag("name", 1).Over(window), Col("city")).OrderBy("city", "name").Drop("city")));
        Assert.Equal("[0,1] [1,3] [2,5] [3,3]", await TextAsync(session.Range(4)
            .Select(Col("id"), Sum("id").Over(Windows.OrderBy("id").RowsBetween(Windows.CurrentRow, 1)))));
        Assert.Equal("[96]", await TextAsync(people.Agg(Sum("age"))));
    }

    [Fact]
    public async Task Two_queries_join_and_combine()
    {
        await using SparkSession session = await spark.SessionAsync();
        DataFrame left = session.Range(3).As("l");
        DataFrame right = session.Range(1, 4).As("r");
        Assert.Equal("[1] [2]", await TextAsync(left.Join(right, "id").OrderBy("id")));
        Assert.Equal("[0,null] [1,1] [2,2]", await TextAsync(left.Join(right, Col("l.id") == Col("r.id"), "left").OrderBy("l.id")));
        Assert.Equal("[0]", await TextAsync(left.Join(right, ["id"], "left_anti")));
        Assert.Equal(9, left.CrossJoin(right).Count());
        Assert.Equal(6, left.Union(right).Count());
        Assert.Equal("[1] [2]", await TextAsync(left.Intersect(right).OrderBy("id")));
        Assert.Equal("[0]", await TextAsync(left.Except(right)));
        Assert.Equal("[0,null] [null,5]", await TextAsync(session.Range(1).UnionByName(
            session.Range(5, 6).ToDF("other"), allowMissingColumns: true).OrderBy(Col("id").AscNullsLast())));
        Assert.Equal("[2,20] [2,30]", await TextAsync(session.Sql("SELECT 2 AS id, array(20, 30) AS xs")
            .LateralJoin(session.TableFunction("explode", Col("xs"))).Drop("xs")));
        Assert.True(left.SameSemantics(session.Range(3).As("l")));
    }

    [Fact]
    public async Task Rows_are_sampled_spread_and_deduplicated()
    {
        await using SparkSession session = await spark.SessionAsync();
        DataFrame numbers = session.Range(0, 1000, 1, 4);
        Assert.Equal(numbers.Filter(Lit(true)).Schema().Json, numbers.Schema().Json); // Spark's word for it, and ours
        long sampled = numbers.Sample(0.5, seed: 7).Count();
        Assert.InRange(sampled, 400, 600);
        Assert.Equal(sampled, numbers.Sample(0.5, seed: 7).Count());
        DataFrame[] parts = numbers.RandomSplit([3, 1], seed: 3);
        Assert.Equal(1000, parts[0].Union(parts[1]).Distinct().Count());
        Assert.Equal(3, numbers.Select(Col("id") % 3).Distinct().Count());
        Assert.Equal(1, numbers.WithColumn("k", Lit(1)).DropDuplicates("k").Count());
        Assert.Equal(5, numbers.Repartition(5).Select(SparkPartitionId()).Distinct().Count());
        Assert.Equal(2, numbers.Coalesce(2).Select(SparkPartitionId()).Distinct().Count());
        Assert.Equal(3, numbers.RepartitionByRange(3, Col("id")).Select(SparkPartitionId()).Distinct().Count());
        Assert.Equal(1000, numbers.Hint("broadcast").SortWithinPartitions("id").Count());
    }

    [Fact]
    public async Task Nulls_and_statistics_have_their_functions()
    {
        await using SparkSession session = await spark.SessionAsync();
        DataFrame people = await PeopleAsync(session);
        Assert.Equal(2, people.Na().Drop().Count());
        Assert.Equal(4, people.Na().Drop("all").Count());
        Assert.Equal("[Cid,0]", await TextAsync(people.Na().Fill(0L, ["age"]).Filter("name = 'Cid'").Select("name", "age")));
        Assert.Equal("[Dot,1.5]", await TextAsync(people.Na().Fill(new Dictionary<string, double> { ["pay"] = 1.5 }).Filter("name = 'Dot'").Select("name", "pay")));
        Assert.Equal("[Zoe]", await TextAsync(people.Na().Replace("name", new Dictionary<string, string> { ["Ann"] = "Zoe" }).Filter("name = 'Zoe'").Select("name")));
        DataFrame numbers = session.Range(0, 101).WithColumn("double", Col("id") * 2);
        Assert.Equal([0.0, 50.0, 100.0], numbers.Stat().ApproxQuantile("id", [0, 0.5, 1], 0));
        Assert.Equal(1.0, numbers.Stat().Corr("id", "double"), 12);
        Assert.Equal(1717.0, numbers.Stat().Cov("id", "double"), 9);
        Assert.Equal(2, people.Stat().Crosstab("city", "name").Count());
        Assert.Equal(1, people.Stat().FreqItems(["city"], 0.4).Count());
        Assert.Equal(51, numbers.Stat().SampleBy(Col("id") % 2, new Dictionary<int, double> { [0] = 1.0 }, 1).Count());
        Assert.Equal(["count", "mean"], (await numbers.Summary("count", "mean").CollectAsync(Token)).Select(static r => r.GetAs<string>(0)));
        Assert.Equal(5, numbers.Describe("id").Count());
    }

    [Fact]
    public async Task Plans_are_explained_persisted_and_checkpointed()
    {
        await using SparkSession session = await spark.SessionAsync();
        DataFrame numbers = session.Range(10);
        Assert.Contains("Range", await numbers.ExplainStringAsync("extended", Token), StringComparison.Ordinal);
        Assert.Contains("id: long", await numbers.TreeStringAsync(0, Token), StringComparison.Ordinal);
        Assert.Equal(await numbers.TreeStringAsync(0, Token), numbers.Schema().TreeString());
        Assert.Contains("|  0|", await numbers.ShowStringAsync(3, 20, false, Token), StringComparison.Ordinal);
        Assert.False(numbers.IsStreaming());
        numbers.Persist(StorageLevel.MEMORY_ONLY);
        Assert.Equal(StorageLevel.MEMORY_ONLY, numbers.StorageLevel());
        numbers.Unpersist(true);
        Assert.Equal(StorageLevel.NONE, numbers.StorageLevel());
        Assert.Equal(10, numbers.LocalCheckpoint().Count());
        numbers.CreateOrReplaceTempView("numbers_view");
        Assert.Equal(45L, session.Sql("SELECT sum(id) FROM numbers_view").First().GetAs<long>(0));
        Assert.True(session.Catalog.DropTempView("numbers_view"));
    }

    [Fact]
    public async Task Files_and_tables_are_written_and_read()
    {
        await using SparkSession session = await spark.SessionAsync();
        DirectoryInfo folder = Directory.CreateTempSubdirectory("millrace-test-");
        try
        {
            DataFrame people = (await PeopleAsync(session)).Coalesce(1);
            foreach (string format in new[] { "parquet", "json", "orc", "csv" })
            {
                string path = Path.Combine(folder.FullName, format);
                people.Write().Format(format).Option("header", true).Mode("overwrite").Save(path);
                DataFrame back = session.Read().Format(format).Option("header", true).Schema(People).Load(path);
                Assert.Equal(await TextAsync(people.OrderBy("name")), await TextAsync(back.OrderBy("name")));
                Assert.Single(back.InputFiles());
            }

            AnalysisException exists = Assert.ThrowsAny<AnalysisException>(() => people.Write().Parquet(Path.Combine(folder.FullName, "parquet")));
            Assert.Equal("PATH_ALREADY_EXISTS", exists.ErrorClass);
            session.Sql("DROP TABLE IF EXISTS people_table");
            people.Write().PartitionBy("city").SaveAsTable("people_table");
            Assert.True(session.Catalog.TableExists("people_table"));
            people.Select("name", "age", "pay", "city").Write().InsertInto("people_table");
            session.Sql("DROP TABLE IF EXISTS people_copy");
            people.WriteTo("people_copy").Using("parquet").TableProperty("made", "here").Create();
            Assert.Equal(4, session.Table("people_copy").Count());
            session.Sql("DROP TABLE people_copy");
            Assert.Equal(8, session.Table("people_table").Count());
            Assert.Equal(4, session.Catalog.ListColumns("people_table").Count());
            Assert.Equal("default", session.Catalog.GetTable("people_table").Database);
            session.Sql("DROP TABLE people_table");
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    [Fact]
    public async Task The_catalog_lists_and_tells()
    {
        await using SparkSession session = await spark.SessionAsync();
        Assert.Equal("default", session.Catalog.CurrentDatabase());
        Assert.Equal("spark_catalog", await session.Catalog.CurrentCatalogAsync(Token));
        Assert.True(session.Catalog.DatabaseExists("default"));
        Assert.Equal("default", session.Catalog.GetDatabase("default").Name);
        Assert.True(session.Catalog.FunctionExists("abs"));
        Assert.Equal("abs", session.Catalog.GetFunction("abs").Name);
        Assert.True(session.Catalog.ListDatabases().Count() >= 1);
        session.Range(3).CreateOrReplaceTempView("three");
        session.Catalog.CacheTable("three");
        Assert.True(session.Catalog.IsCached("three"));
        session.Catalog.UncacheTable("three");
        Assert.False(session.Catalog.IsCached("three"));
    }

    [Fact]
    public async Task A_stream_query_runs_to_its_end()
    {
        await using SparkSession session = await spark.SessionAsync();
        DirectoryInfo folder = Directory.CreateTempSubdirectory("millrace-test-");
        try
        {
            string source = Path.Combine(folder.FullName, "in");
            session.Range(20).Write().Parquet(source);
            var query = session.ReadStream().Schema("id LONG").Parquet(source).Filter(Col("id") > 4).WriteStream()
                .Format("memory").QueryName("streamed").OutputMode("append").Trigger(Millrace.Spark.Sql.Streaming.Trigger.AvailableNow()).Start();
            Assert.True(query.AwaitTermination(60_000));
            Assert.False(query.IsActive());
            Assert.Null(query.Exception());
            Assert.NotEmpty(await query.RecentProgressAsync(Token));
            Assert.Equal(15, session.Table("streamed").Count());
            Assert.Empty(session.Streams().Active());
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    [Fact]
    public async Task Rows_become_records()
    {
        await using SparkSession session = await spark.SessionAsync();
        var people = new List<Person>();
        await foreach (Person person in (await PeopleAsync(session)).OrderBy("name").ToRecordsAsync<Person>(Token))
        {
            people.Add(person);
        }

        Assert.Equal(new Person("Ann", 31, 10.5), people[0]);
        Assert.Equal(new Person("Dot", 40, null), people[3]);
        Assert.Null(people[2].Age);
    }

    internal sealed record Person(string Name, int? Age, double? Pay);
}
