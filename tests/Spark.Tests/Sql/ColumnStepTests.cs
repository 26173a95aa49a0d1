using Millrace.Spark.Sql;
using Millrace.Spark.Sql.Types;
using static Millrace.Spark.Sql.Functions;

namespace Millrace.Spark.Tests.Sql;

/// <summary>Steps that add, name, cast and find columns, each against the same query in SQL.</summary>
public sealed class ColumnStepTests(SparkFixture spark) : IDisposable
{
    private const int LimitMs = 120_000;
    private const string Input = "(SELECT 1 AS a, 2 AS b)";
    private readonly string _folder = Directory.CreateTempSubdirectory("millrace-columns-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact(Timeout = LimitMs)]
    public async Task Columns_are_added_and_replaced_as_seen_from_before()
    {
        CancellationToken token = TestContext.Current.CancellationToken;
        await using SparkSession session = await spark.SessionAsync();
        DataFrame added = session.Sql("SELECT * FROM " + Input).WithColumns(new Dictionary<string, Column> { ["a"] = Col("b"), ["c"] = Col("a") + 10 });
        await SameAsync(session, added, $"SELECT b AS a, b, a + 10 AS c FROM {Input}", token);
    }

    [Fact(Timeout = LimitMs)]
    public async Task Columns_get_other_names_and_missing_ones_do_not_matter()
    {
        CancellationToken token = TestContext.Current.CancellationToken;
        await using SparkSession session = await spark.SessionAsync();
        DataFrame renamed = session.Sql("SELECT * FROM " + Input).WithColumnsRenamed(new Dictionary<string, string> { ["a"] = "x", ["missing"] = "y" });
        await SameAsync(session, renamed, $"SELECT a AS x, b FROM {Input}", token);
        await SameAsync(session, renamed.WithColumnRenamed("b", "z"), $"SELECT a AS x, b AS z FROM {Input}", token);
    }

    [Fact(Timeout = LimitMs)]
    public async Task Rows_are_brought_to_a_schema_by_name_or_refused()
    {
        CancellationToken token = TestContext.Current.CancellationToken;
        await using SparkSession session = await spark.SessionAsync();
        DataFrame rows = session.Sql("SELECT * FROM " + Input);
        await SameAsync(
            session, rows.To(new StructType([new StructField("b", new LongType()), new StructField("a", new DoubleType())])),
            $"SELECT CAST(b AS BIGINT) AS b, CAST(a AS DOUBLE) AS a FROM {Input}", token);
        var refused = await Assert.ThrowsAnyAsync<AnalysisException>(() => rows.To(new StructType([new StructField("a", new BooleanType())])).CollectAsync(token));
        Assert.Equal("INVALID_COLUMN_OR_FIELD_DATA_TYPE", refused.ErrorClass);
    }

    [Fact(Timeout = LimitMs)]
    public async Task A_column_of_a_frame_is_that_of_its_side_of_a_join()
    {
        CancellationToken token = TestContext.Current.CancellationToken;
        await using SparkSession session = await spark.SessionAsync();
        DataFrame left = session.Range(4), right = session.Range(2, 6);
        await SameAsync(
            session, left.Join(right, left.Col("id") == (right.Col("id") - 1)).Select(left.Col("id").As("l"), right.Col("id").As("r")).OrderBy("l"),
            "SELECT l.id AS l, r.id AS r FROM range(4) l JOIN range(2, 6) r ON l.id = r.id - 1 ORDER BY l.id", token);
        await SameAsync(session, left.Select(left.Col("*")).OrderBy("id"), "SELECT * FROM range(4) ORDER BY id", token);
    }

    [Fact(Timeout = LimitMs)]
    public async Task A_file_source_tells_its_metadata()
    {
        CancellationToken token = TestContext.Current.CancellationToken;
        await using SparkSession session = await spark.SessionAsync();
        string file = Path.Combine(_folder, "parquet");
        session.Range(0, 3, 1, 1).Write().Parquet(file);
        DataFrame read = session.Read().Parquet(file);
        await SameAsync(
            session, read.Select(read.Col("id"), read.MetadataColumn("_metadata").GetField("file_name").As("file"), read.MetadataColumn("_metadata").GetField("file_size").As("size")).OrderBy("id"),
            $"SELECT id, _metadata.file_name AS file, _metadata.file_size AS size FROM parquet.`{file}` ORDER BY id", token);
    }

    private static async Task SameAsync(SparkSession session, DataFrame called, string sql, CancellationToken token)
    {
        IReadOnlyList<Row> expected = await (await session.SqlAsync(sql, token)).CollectAsync(token);
        IReadOnlyList<Row> rows = await called.CollectAsync(token);
        Assert.NotEmpty(expected);
        Assert.Equal(expected[0].Schema.Fields.Select(static field => field.Name), rows[0].Schema.Fields.Select(static field => field.Name));
        Assert.Equal(expected.Select(static row => row.ToString()), rows.Select(static row => row.ToString()));
    }
}
