using System.Globalization;
using Millrace.Benchmarks.Cleaning;
using Millrace.Benchmarks.Clusters;

namespace Millrace.Benchmarks.Ratios;

/// <summary>
/// Peak resident memory of the driver at ten times the rows, over that at one: the job's process, which is what holds reports, statistics and lists. Rules, duplicate removal and report in
/// executors of <c>local-cluster[2,1,1024]</c>; a new process and a new Spark each run. The peak of Spark's own driver is told beside it; its heap is bounded by its setting.
/// </summary>
internal sealed class DriverMemory : IRatio
{
    private const long FewRows = 2_000_000;
    private const long ManyRows = 20_000_000;
    private const int Pairs = 3;

    /// <inheritdoc/>
    public string Name => "driver-memory-10x-on-spark";

    /// <inheritdoc/>
    public RatioLimit Limit => RatioLimit.NoMoreThan(1.1);

    /// <inheritdoc/>
    public async Task<Measurement> MeasureAsync(CancellationToken cancellationToken)
    {
        using var few = CleaningData.Generate(FewRows);
        using var many = CleaningData.Generate(ManyRows);
        var ratios = new double[Pairs];
        var last = "";
        for (var pair = 0; pair < Pairs; pair++)
        {
            var small = await PeakAsync(few, pair, cancellationToken);
            var large = await PeakAsync(many, pair, cancellationToken);
            ratios[pair] = (double)large.Ours / small.Ours;
            last = string.Create(CultureInfo.InvariantCulture, $"{small.Ours >> 20} and {large.Ours >> 20} MiB in the last pair, Spark's driver {small.Sparks >> 20} and {large.Sparks >> 20} MiB");
        }

        Array.Sort(ratios);
        return new Measurement(
            ratios[Pairs / 2], ratios[0], ratios[^1], Pairs,
            string.Create(CultureInfo.InvariantCulture, $"{FewRows} and {ManyRows} rows, local-cluster[2,1,1024], {last}"), "both jobs ended with code 0");
    }

    private static async Task<(long Ours, long Sparks)> PeakAsync(CleaningData data, int pair, CancellationToken cancellationToken)
    {
        await using var spark = await BenchmarkSpark.StartAsync("local-cluster[2,1,1024]", new Dictionary<string, string> { ["spark.executor.memory"] = "1g" }, cancellationToken);
        var run = Path.Combine(data.Root, string.Create(CultureInfo.InvariantCulture, $"run-{pair}"));
        var (_, peak) = await DriverProcess.RunAsync(CleaningJob.Write(data, learns: false), run, spark.Server.Url, cancellationToken);
        var sparks = spark.DriverPeakBytes();
        Directory.Delete(run, recursive: true);
        return (peak, sparks);
    }
}
