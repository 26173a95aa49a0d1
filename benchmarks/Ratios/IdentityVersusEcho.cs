using System.Globalization;
using Millrace.Benchmarks.Clusters;
using Millrace.Benchmarks.Running;
using Millrace.Spark.Sql;
using Millrace.Spark.Sql.Types;
using static Millrace.Spark.Sql.Functions;

namespace Millrace.Benchmarks.Ratios;

/// <summary>
/// Parquet through an identity <c>MapBatches</c> and folded to one hash, against the same query with a worker that only echoes the raw bytes. Each side has a session
/// of its own on one server, and so a warm worker of its own.
/// </summary>
internal sealed class IdentityVersusEcho : IRatio
{
    private readonly long _rows;
    private readonly Column[] _columns;
    private readonly string _what;

    private IdentityVersusEcho(string name, long rows, Column[] columns, string what)
    {
        Name = name;
        _rows = rows;
        _columns = columns;
        _what = what;
    }

    /// <summary>10 million rows of a long, an integer, two doubles, a text and a timestamp.</summary>
    public static IdentityVersusEcho Narrow() => new(
        "map-batches-narrow-vs-echo",
        10_000_000,
        [
            Col("id").As("a"), Col("id").Mod(1000L).Cast("int").As("b"), Col("id").Divide(7.0).As("c"), Sqrt(Col("id").Cast("double")).As("d"),
            Concat(Lit("row "), Col("id").Mod(100_000L).Cast("string")).As("e"), Col("id").Cast("timestamp").As("f"),
        ],
        "long, int, 2 doubles, string, timestamp");

    /// <summary>One million rows of 64 doubles.</summary>
    public static IdentityVersusEcho Wide() => new(
        "map-batches-wide-vs-echo",
        1_000_000,
        [.. Enumerable.Range(1, 64).Select(static i => Col("id").Divide(i + 0.5).As("c" + i.ToString(CultureInfo.InvariantCulture)))],
        "64 doubles");

    /// <inheritdoc/>
    public string Name { get; }

    /// <inheritdoc/>
    public RatioLimit Limit => RatioLimit.NoMoreThan(1.05);

    /// <inheritdoc/>
    public async Task<Measurement> MeasureAsync(CancellationToken cancellationToken)
    {
        var folder = Directory.CreateTempSubdirectory("millrace-ratio-").FullName;
        try
        {
            await using var spark = await BenchmarkSpark.StartAsync("local[2]", null, cancellationToken);
            await using var ours = await SparkSession.ConnectAsync(spark.Server.Url, null, null, cancellationToken);
            await using var echo = await SparkSession.ConnectAsync(spark.Server.Url, null, null, cancellationToken);
            var data = Path.Combine(folder, "data");
            await ours.Range(0, _rows, 1, 2).Select(_columns).Write().SaveAsync(data, cancellationToken);
            await ours.UseWorkerAsync(BenchmarkOperators.Ours(), cancellationToken);
            await echo.UseWorkerAsync(BenchmarkOperators.Echo(folder), cancellationToken);
            var (ourQuery, echoQuery) = (await QueryAsync(ours, data, cancellationToken), await QueryAsync(echo, data, cancellationToken));
            var conditions = string.Create(CultureInfo.InvariantCulture, $"{_rows} rows of {_what}; local[2], Spark {ours.Version()}, warm");
            return await Interleaved.RunAsync(() => RunAsync(ourQuery, cancellationToken), () => RunAsync(echoQuery, cancellationToken), conditions, sameHash: true, cancellationToken);
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private static async Task<DataFrame> QueryAsync(SparkSession session, string data, CancellationToken cancellationToken)
    {
        var input = session.Read().Parquet(data);
        StructType schema = await input.SchemaAsync(cancellationToken);
        var mapped = await input.MapBatchesAsync(BenchmarkOperators.Identity, schema, barrier: false, cancellationToken);
        return mapped.Agg(Sum(XXHash64([.. schema.Fields.Select(static field => Col(field.Name))]).BitwiseAND(0xFFFF_FFFFL)));
    }

    private static async Task<string> RunAsync(DataFrame query, CancellationToken cancellationToken) =>
        (await query.FirstAsync(cancellationToken))!.GetAs<long>(0).ToString(CultureInfo.InvariantCulture);
}
