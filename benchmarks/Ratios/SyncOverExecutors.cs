using System.Globalization;
using Millrace.Benchmarks.Clusters;
using Millrace.Jobs.Cluster.Executors;
using Millrace.Jobs.Cluster.Training;
using Millrace.Spark.Sql;
using Millrace.Spark.Worker;
using Millrace.Training;

namespace Millrace.Benchmarks.Ratios;

/// <summary>
/// Rows a second of two ranks on two executors, over those of two ranks as threads of one process: 64-256-256-1 at batch 4,096. Counted by rank 0's clock over whole epochs after the first, so that starting
/// Spark's stage is not part of it. Both sides must end with the same weights.
/// </summary>
internal sealed class SyncOverExecutors : IRatio
{
    private const int Pairs = 5;
    private const int Ranks = 2;

    /// <inheritdoc/>
    public string Name => "sync-over-executors";

    /// <inheritdoc/>
    public RatioLimit Limit => RatioLimit.NoLessThan(0.9);

    /// <inheritdoc/>
    public async Task<Measurement> MeasureAsync(CancellationToken cancellationToken)
    {
        using var data = await TrainingData.MakeAsync(cancellationToken);
        await using var spark = await BenchmarkSpark.StartAsync("local-cluster[2,1,1024]", null, cancellationToken);
        await using var session = await SparkSession.Builder().Remote(spark.Server.Url).CreateAsync(cancellationToken);
        var assembly = typeof(JobOperators).Assembly;
        await session.UseWorkerAsync(
            new WorkerApplication { Operators = JobOperators.Create(), Executable = Path.Combine(AppContext.BaseDirectory, assembly.GetName().Name!), Assembly = assembly },
            cancellationToken);
        var (expected, _) = await HereAsync(data, cancellationToken);
        _ = await ThereAsync(session, data, Pairs, cancellationToken); // both sides warm
        var ratios = new double[Pairs];
        for (var pair = 0; pair < Pairs; pair++)
        {
            var (there, here) = (0.0, 0.0);
            foreach (var isThere in pair % 2 == 0 ? new[] { true, false } : [false, true])
            {
                var (hash, rate) = isThere ? await ThereAsync(session, data, pair, cancellationToken) : await HereAsync(data, cancellationToken);
                (there, here) = isThere ? (rate, here) : (there, rate);
                if (hash != expected)
                {
                    throw new WrongResultException($"the weights are {hash}, and were {expected} before");
                }
            }

            ratios[pair] = there / here;
        }

        Array.Sort(ratios);
        var conditions = string.Create(
            CultureInfo.InvariantCulture, $"64-256-256-1, batch {TrainingData.BatchRows}, {TrainingData.Rows} rows, {Ranks} ranks; local-cluster[2,1,1024] over threads of one process");
        return new Measurement(ratios[Pairs / 2], ratios[Pairs / 4], ratios[Pairs - 1 - (Pairs / 4)], Pairs, conditions, expected[..16]);
    }

    private static async Task<(string Hash, double Rate)> HereAsync(TrainingData data, CancellationToken cancellationToken)
    {
        using var lanes = await data.OpenAsync(cancellationToken);
        var result = await Trainer.RunAsync(TrainingData.Plan, lanes, null, new TrainingOptions { Ranks = Ranks }, null, cancellationToken);
        return (result.WeightsSha256, Rate(result));
    }

    private static async Task<(string Hash, double Rate)> ThereAsync(SparkSession session, TrainingData data, int number, CancellationToken cancellationToken)
    {
        var name = string.Create(CultureInfo.InvariantCulture, $"run{number}");
        var run = new ClusterTrainingRun
        {
            Plan = TrainingData.Plan,
            Ranks = Ranks,
            Key = name,
            Train = new TrainingRows { Files = [data.File], Rows = TrainingData.Rows, Hash = "ff" },
            CheckpointFolder = Path.Combine(data.Folder, name, "checkpoints"),
            WorkFolder = Path.Combine(data.Folder, name),
            MetricsFile = Path.Combine(data.Folder, name + ".jsonl"),
        };
        var result = await new ClusterTrainer(session, new ClusterTrainingOptions(), TimeProvider.System).RunAsync(run, new Progress<TrainingProgress>(), cancellationToken);
        return (result.WeightsSha256, Rate(result));
    }

    private static double Rate(TrainingResult result) => result.History.Skip(1).Sum(epoch => epoch.Rows) / result.History.Skip(1).Sum(epoch => epoch.Seconds);
}
