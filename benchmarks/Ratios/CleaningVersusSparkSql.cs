using System.Globalization;
using Millrace.Benchmarks.Cleaning;
using Millrace.Benchmarks.Clusters;
using Millrace.Benchmarks.Running;
using Millrace.Jobs.Specification;
using Millrace.Spark.Sql;

namespace Millrace.Benchmarks.Ratios;

/// <summary>
/// Time of the row stage in executors (with what only it does: hashes, statistics, change log, the quarantined rows converted) against the same five rules as
/// native Spark SQL expressions with the same clean rows, quarantine and reason lists, both on a running <c>local[2,4]</c>. Spark chooses its own row-group size.
/// </summary>
internal sealed class CleaningVersusSparkSql : IRatio
{
    private const long Rows = 20_000_000;

    /// <inheritdoc/>
    public string Name => "cleaning-vs-spark-sql";

    /// <inheritdoc/>
    public RatioLimit Limit => RatioLimit.NoMoreThan(1.0);

    /// <inheritdoc/>
    public async Task<Measurement> MeasureAsync(CancellationToken cancellationToken)
    {
        using var data = CleaningData.Generate(Rows);
        await using var spark = await BenchmarkSpark.StartAsync("local[2,4]", null, cancellationToken);
        var ours = Path.Combine(data.Root, "ours");
        var theirs = Path.Combine(data.Root, "theirs");
        await using var cleaning = await SparkCleaning.OpenAsync(spark.Server, ours, SparkRead.Direct, cancellationToken);
        await using var session = await SparkSession.ConnectAsync(spark.Server.Url, null, null, cancellationToken);

        var compared = false;
        async Task<string> OursAsync() => CleaningRun.Describe(await cleaning.RunAsync(data.Input, cancellationToken));
        async Task<string> TheirsAsync()
        {
            await SparkSqlCleaning.RunAsync(session, data, theirs, cancellationToken);
            if (!compared)
            {
                // After the first run of both, which is not timed.
                CleaningComparison.Require(data, ours, theirs);
                compared = true;
            }

            return "";
        }

        return await Interleaved.RunAsync(
            OursAsync,
            TheirsAsync,
            string.Create(CultureInfo.InvariantCulture, $"{Rows} rows in 4 files, 8 columns, local[2,4] on both sides, zstd"),
            sameHash: false,
            cancellationToken);
    }
}
