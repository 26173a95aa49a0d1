using System.Globalization;
using Millrace.Benchmarks.Cleaning;
using Millrace.Benchmarks.Clusters;

namespace Millrace.Benchmarks.Ratios;

/// <summary>
/// Seconds that a small job costs on a Spark which has just started and has run nothing yet, beyond the same job in this place alone. Each run is a process of its own, each
/// Spark is new, with its classes kept from an earlier start as for a user's; Spark's start is not counted.
/// </summary>
internal sealed class SmallJobOnSpark(string name, bool learns) : IRatio
{
    private const long Rows = 20_000;
    private const int Pairs = 5;

    /// <inheritdoc/>
    public string Name => name;

    /// <inheritdoc/>
    public RatioLimit Limit => RatioLimit.NoMoreThan(3);

    /// <inheritdoc/>
    public async Task<Measurement> MeasureAsync(CancellationToken cancellationToken)
    {
        using var data = CleaningData.Generate(Rows);
        var job = CleaningJob.Write(data, learns);
        var seconds = new double[Pairs];
        var (there, here) = (TimeSpan.Zero, TimeSpan.Zero);
        for (var pair = 0; pair < Pairs; pair++)
        {
            await using var spark = await BenchmarkSpark.StartAsync("local[2,4]", null, cancellationToken);
            foreach (var isThere in pair % 2 == 0 ? new[] { true, false } : [false, true])
            {
                var run = Path.Combine(data.Root, string.Create(CultureInfo.InvariantCulture, $"run-{pair}-{isThere}"));
                var (elapsed, _) = await DriverProcess.RunAsync(job, run, isThere ? spark.Server.Url : null, cancellationToken);
                (there, here) = isThere ? (elapsed, here) : (there, elapsed);
            }

            seconds[pair] = (there - here).TotalSeconds;
        }

        Array.Sort(seconds);
        return new Measurement(
            seconds[Pairs / 2], seconds[Pairs / 4], seconds[Pairs - 1 - (Pairs / 4)], Pairs,
            string.Create(CultureInfo.InvariantCulture, $"{Rows} rows, rules, duplicates{(learns ? ", features, training of 3 epochs" : "")}; local[2,4]; last pair {there.TotalSeconds:0.0} s there, {here.TotalSeconds:0.0} s here"),
            "both jobs ended with code 0");
    }
}
