using Millrace.Jobs.Tests.Engine;
using Millrace.Jobs.Tests.Stages;
using Millrace.Spark.Sql;

namespace Millrace.Jobs.Tests.Cluster;

/// <summary>The conversion table of docs/spark-jobs.md: columns of types that the two readers see differently give the same clean values.</summary>
public class ConversionTests(SparkFixture spark)
{
    [Theory]
    [InlineData("u", "int64", "i::UTINYINT", "i::USMALLINT", "i::UINTEGER", "i::UBIGINT", "(18446744073709551000 + i)::UBIGINT")]
    [InlineData("u", "\"decimal(20,0)\"", "i::UBIGINT", "(18446744073709551000 + i)::UBIGINT")]
    [InlineData("s", "int32", "i::TINYINT", "(i - 50)::SMALLINT", "i::INTEGER", "i::BIGINT")]
    [InlineData("f", "float64", "i::FLOAT / 3", "i::DOUBLE / 3", "(i / 4)::DECIMAL(9,2)")]
    [InlineData("id", "string", "i::VARCHAR", "NULL::VARCHAR", "('ä' || i)::VARCHAR")]
    [InlineData("at", "timestamp", "TIMESTAMPTZ '2013-01-01 00:00:00.123456+00' + to_seconds(i)", "TIMESTAMP_MS '1883-01-01 00:00:00.123' + to_seconds(i)")]
    [InlineData("at", "timestamp_local", "TIMESTAMP '1583-01-01 00:00:00.123456' + to_seconds(i)", "TIMESTAMP_MS '2013-01-01 00:00:00.123' + to_seconds(i)")]
    [InlineData("on", "date", "DATE '0001-01-01' + i::INTEGER", "DATE '9999-01-01' + i::INTEGER")]
    public async Task Values_of_a_type(string column, string type, params string[] expressions)
    {
        using var sandbox = NewSandbox($"{{ k: int64, {column}: {{ type: {type}, nullable: true }} }}");
        for (var file = 0; file < expressions.Length; file++)
        {
            sandbox.Folder.Parquet($"data/{file}.parquet", $"SELECT {file} * 1000 + i AS k, {expressions[file]} AS {column} FROM range(0, 100) t(i)");
        }

        await AssertSameAsync(sandbox);
    }

    [Fact]
    public async Task Missing_columns_and_names_that_differ_in_case()
    {
        using var sandbox = NewSandbox("{ k: int64, a: { type: int64, nullable: true }, upper: { type: int64, nullable: true, source: A } }");
        sandbox.Folder.Parquet("data/0.parquet", "SELECT i AS k, i AS a FROM range(0, 100) t(i)");
        sandbox.Folder.Parquet("data/1.parquet", "SELECT 1000 + i AS k, i AS A FROM range(0, 100) t(i)");
        await WriteOnSparkAsync(sandbox, "SELECT 2000 + id AS k, id AS a, id + 1 AS A FROM range(100)", "data/2");
        await AssertSameAsync(sandbox);
    }

    [Fact]
    public async Task Timestamps_in_96_bits()
    {
        using var sandbox = NewSandbox("{ k: int64, at: { type: timestamp, nullable: true } }");
        await WriteOnSparkAsync(
            sandbox, "SELECT id AS k, timestamp_micros(1356998400123456 + id * 977000000) AS at FROM range(100)", "data/0", ("spark.sql.parquet.outputTimestampType", "INT96"));
        Assert.Equal(["INT96"], TestFolder.Sql($"SELECT DISTINCT type FROM parquet_schema('{sandbox.Folder.At("data", "0")}/*.parquet') WHERE name = 'at'"));
        await AssertSameAsync(sandbox);
    }

    [Theory]
    [InlineData("'2013-01-01'::TIMESTAMP_NS", "column at is timestamp[ns]")]
    [InlineData("uuid()", "column at is uuid")]
    [InlineData("TIME '12:00:00'", "column at is time[us]")]
    public async Task What_Spark_does_not_read_is_refused_by_name(string expression, string words)
    {
        using var sandbox = NewSandbox("{ k: int64, at: { type: timestamp_local, nullable: true } }");
        sandbox.Folder.Parquet("data/0.parquet", $"SELECT i AS k, {expression} AS at FROM range(0, 100) t(i)");

        Assert.Equal(1, await sandbox.RunAsync("through", "--spark", (await spark.ServerAsync()).Url));

        Assert.Contains(words, sandbox.Error, StringComparison.Ordinal);
        Assert.Contains("through_spark", sandbox.Error, StringComparison.Ordinal);
    }

    private static JobSandbox NewSandbox(string contract) => new()
    {
        JobText = $"name: conversions\ninput: data\ncontract: {contract}\n" + "gates: { max_quarantined: 1.0 }\nrun: { spark: { read: through_spark } }\n",
    };

    private async Task WriteOnSparkAsync(JobSandbox sandbox, string query, string folder, params (string Key, string Value)[] settings)
    {
        await using var session = await SparkSession.ConnectAsync((await spark.ServerAsync()).Url, null, null, TestContext.Current.CancellationToken);
        foreach (var (key, value) in settings.Append(("spark.sql.caseSensitive", "true")))
        {
            await session.Conf().SetAsync(key, value, TestContext.Current.CancellationToken);
        }

        var frame = await session.SqlAsync(query, TestContext.Current.CancellationToken);
        await frame.Coalesce(1).Write().Format("parquet").SaveAsync(sandbox.Folder.At(folder.Split('/')), TestContext.Current.CancellationToken);
    }

    private async Task AssertSameAsync(JobSandbox sandbox)
    {
        Assert.True(await sandbox.RunAsync("here") == 0, sandbox.Error);
        Assert.True(await sandbox.RunAsync("through", "--spark", (await spark.ServerAsync()).Url) == 0, sandbox.Error);
        Assert.Equal(sandbox.ContentHashes("here"), sandbox.ContentHashes("through"));
        Assert.Equal(sandbox.Manifest("here")["rows"]!.ToJsonString(), sandbox.Manifest("through")["rows"]!.ToJsonString());
        Assert.NotEqual(0, (long)sandbox.Manifest("here")["rows"]!["clean"]!);
    }
}
