using System.Globalization;
using Apache.Arrow;
using Millrace.Benchmarks.Clusters;
using Millrace.Spark.Sql;
using static Millrace.Spark.Sql.Functions;

namespace Millrace.Benchmarks.Ratios;

/// <summary>The client's share of all processor time, its own and the server's, while 10 M rows are collected as Arrow batches.</summary>
internal sealed class ArrowCollectShare : IRatio
{
    private const long Rows = 10_000_000;
    private const int Runs = 7;

    /// <inheritdoc/>
    public string Name => "arrow-collect-client-share";

    /// <inheritdoc/>
    public RatioLimit Limit => RatioLimit.NoMoreThan(0.25);

    /// <inheritdoc/>
    public async Task<Measurement> MeasureAsync(CancellationToken cancellationToken)
    {
        await using var spark = await BenchmarkSpark.StartAsync("local[2]", null, cancellationToken);
        await using var session = await SparkSession.Builder().Remote(spark.Server.Url).CreateAsync(cancellationToken);
        var rows = session.Range(0, Rows, 1, 4).Select(Col("id"), (Col("id") * 0.5).As("half"), Col("id").Cast("string").As("text"));
        await CollectAsync(rows, cancellationToken); // both sides warm
        var shares = new double[Runs];
        for (var run = 0; run < Runs; run++)
        {
            var (ownBefore, serverBefore) = (Environment.CpuUsage.TotalTime, spark.ProcessorTime());
            await CollectAsync(rows, cancellationToken);
            var own = Environment.CpuUsage.TotalTime - ownBefore;
            shares[run] = own / (own + (spark.ProcessorTime() - serverBefore));
        }

        System.Array.Sort(shares);
        var conditions = string.Create(CultureInfo.InvariantCulture, $"{Rows} rows of long, double, string; local[2]; client's processor time over client's and server's");
        return new Measurement(shares[Runs / 2], shares[Runs / 4], shares[Runs - 1 - (Runs / 4)], Runs, conditions, Rows.ToString(CultureInfo.InvariantCulture));
    }

    // Every value of the first column is looked at: the sum is known.
    private static async Task CollectAsync(DataFrame rows, CancellationToken cancellationToken)
    {
        var (count, sum) = (0L, 0L);
        await foreach (var batch in rows.ToArrowStream(cancellationToken))
        {
            using (batch)
            {
                count += batch.Length;
                foreach (var id in ((Int64Array)batch.Column(0)).Values)
                {
                    sum += id;
                }
            }
        }

        if (count != Rows || sum != Rows * (Rows - 1) / 2)
        {
            throw new WrongResultException($"{count} rows with sum {sum} arrived");
        }
    }
}
