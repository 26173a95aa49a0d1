using System.Globalization;
using Millrace.Benchmarks.Cleaning;
using Millrace.Benchmarks.Clusters;
using Millrace.Benchmarks.Running;
using Millrace.Jobs.Specification;

namespace Millrace.Benchmarks.Ratios;

/// <summary>
/// Time of the row stage in the executors of a running Spark, <c>local[2,4]</c>, against the same stage in this process with two readers, on the same files:
/// what Spark costs beyond its start. Both write the same rows.
/// </summary>
internal sealed class CleaningOnSpark(string name, SparkRead read, double limit) : IRatio
{
    private const long Rows = 10_000_000;

    /// <inheritdoc/>
    public string Name => name;

    /// <inheritdoc/>
    public RatioLimit Limit => RatioLimit.NoMoreThan(limit);

    /// <inheritdoc/>
    public async Task<Measurement> MeasureAsync(CancellationToken cancellationToken)
    {
        using var data = CleaningData.Generate(Rows);
        await using var spark = await BenchmarkSpark.StartAsync("local[2,4]", null, cancellationToken);
        await using var cleaning = await SparkCleaning.OpenAsync(spark.Server, Path.Combine(data.Root, "spark"), read, cancellationToken);
        var here = Path.Combine(data.Root, "here");
        return await Interleaved.RunAsync(
            async () => CleaningRun.Describe(await cleaning.RunAsync(data.Input, cancellationToken)),
            async () => CleaningRun.Describe(await CleaningRun.RunAsync(data.Input, here, cancellationToken)),
            string.Create(CultureInfo.InvariantCulture, $"{Rows} rows in 4 files, 8 columns, local[2,4] against {CleaningRun.Readers} readers, zstd"),
            sameHash: true,
            cancellationToken);
    }
}
