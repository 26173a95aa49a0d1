using System.Net;
using Millrace.Exact;
using Millrace.Jobs.Cluster.Training;
using Millrace.Jobs.Stages.Features;
using Millrace.Spark.Sql;
using Millrace.Training;
using Millrace.Training.Hosting;
using Millrace.Training.Lanes;
using Millrace.Training.Tests;

namespace Millrace.Jobs.Tests.Cluster.Training;

/// <summary>
/// The hard case: unequal lanes and one empty, a batch that does not divide the rows, clipping and early stopping that fire, weight averaging, dropout, accumulation,
/// embeddings; in several feature files, as encode tasks leave them.
/// </summary>
internal sealed class ClusterCase : IDisposable
{
    private const int EmptyLane = HardPlan.EmptyLane;
    private const int Lanes = 8;
    private const long SectionBytes = 20_000;

    /// <summary>2,311 training rows, 401 validation rows; batch 97: 24 steps an epoch.</summary>
    public static TrainingPlan Plan => HardPlan.Plan;

    private ClusterCase(string folder, IReadOnlyList<string> train, IReadOnlyList<string> validation) =>
        (Folder, TrainFiles, ValidationFiles) = (folder, train, validation);

    public string Folder { get; }

    public IReadOnlyList<string> TrainFiles { get; }

    public IReadOnlyList<string> ValidationFiles { get; }

    public static async Task<ClusterCase> MakeAsync()
    {
        var folder = Directory.CreateTempSubdirectory("cluster-case-").FullName;
        return new ClusterCase(folder, await WriteAsync(folder, "train", 2311, 21, EmptyLane, files: 3), await WriteAsync(folder, "validation", 401, 22, 6, files: 2));
    }

    /// <summary>The same training in this process.</summary>
    public async Task<TrainingResult> EmbeddedAsync(TrainingPlan plan, int ranks = 1)
    {
        using var train = await OpenAsync(TrainFiles);
        using var validation = await OpenAsync(ValidationFiles);
        var result = await Trainer.RunAsync(plan, train, validation, new TrainingOptions { Ranks = ranks }, null, TestContext.Current.CancellationToken);
        Assert.Equal(0, train.Rows(EmptyLane));
        return result;
    }

    /// <summary>Trains a whole run as one segment in this process, keeps its state as a driver does, and gives its step.</summary>
    public async Task<long> SegmentAsync(ClusterTrainingRun run, string checkpoint)
    {
        using var train = await OpenAsync(TrainFiles);
        using var validation = await OpenAsync(ValidationFiles);
        using var host = RankHost.Bind(IPAddress.Loopback);
        var outcome = await host.RunAsync(
            new HostedSegment { Plan = run.Plan, Ranks = run.Ranks, Train = train, Validation = validation },
            new HostLinks { Host = 0, EndPoints = [host.EndPoint], Run = 1, Secret = new byte[32] },
            TestContext.Current.CancellationToken);
        var assembly = new StateAssembly(1 << 20);
        foreach (var slice in outcome.Slices())
        {
            assembly.Add(slice);
        }

        Directory.CreateDirectory(run.CheckpointFolder);
        return (await assembly.WriteAsync(checkpoint, TestContext.Current.CancellationToken)).Step;
    }

    /// <summary>The run as a cluster sees it.</summary>
    public ClusterTrainingRun Run(TrainingPlan plan, int ranks, string name) => new()
    {
        Plan = plan,
        Ranks = ranks,
        Key = name,
        Train = new TrainingRows { Files = TrainFiles, Rows = 2311, Hash = "aa11" },
        Validation = new TrainingRows { Files = ValidationFiles, Rows = 401, Hash = "bb22" },
        CheckpointFolder = Path.Combine(Folder, name, "checkpoints"),
        WorkFolder = Path.Combine(Folder, name),
        MetricsFile = Path.Combine(Folder, name + ".jsonl"),
    };

    public static async Task<TrainingResult> TrainAsync(SparkSession session, ClusterTrainingRun run, ClusterTrainingOptions options) =>
        (await FollowAsync(session, run, options, [])).Result;

    /// <summary>The same with the reports, and the way by which they came.</summary>
    public static async Task<(TrainingResult Result, ReportWay? Way)> FollowAsync(
        SparkSession session, ClusterTrainingRun run, ClusterTrainingOptions options, List<TrainingProgress> seen)
    {
        ReportWay? told = null;
        var trainer = new ClusterTrainer(session, options, TimeProvider.System) { ReportsBy = way => told = way };
        return (await trainer.RunAsync(run, new Collect(seen), TestContext.Current.CancellationToken), told);
    }

    public static void AssertTheCaseIsHard(TrainingResult result)
    {
        Assert.Equal(StopReason.EarlyStopping, result.Reason);
        Assert.InRange(result.Steps, 200, 24 * 39);
        Assert.InRange(result.ClippedSteps, 1, result.Steps - 1);
        Assert.InRange(result.BestEpoch, 2, result.History.Count - 2);
        Assert.All(result.History, epoch => Assert.Equal(2311, epoch.Rows));
        Assert.True(result.History[0].TrainLoss > 2 * result.History[^1].TrainLoss);
    }

    public static void AssertSame(TrainingResult expected, TrainingResult actual)
    {
        Assert.Equal(expected.WeightsSha256, actual.WeightsSha256);
        Assert.Equal(
            (expected.Reason, expected.Steps, expected.BestEpoch, expected.ClippedSteps), (actual.Reason, actual.Steps, actual.BestEpoch, actual.ClippedSteps));
        Assert.Equal(expected.History.Count, actual.History.Count);
        foreach (var (e, a) in expected.History.Zip(actual.History))
        {
            Assert.Equal(e.Validation.OrderBy(v => v.Key), a.Validation.OrderBy(v => v.Key));
            Assert.Equal(e with { Seconds = 0, RowsPerSecond = 0, Validation = a.Validation }, a with { Seconds = 0, RowsPerSecond = 0 });
        }
    }

    public void Dispose() => Directory.Delete(Folder, recursive: true);

    private static Task<LaneStore> OpenAsync(IReadOnlyList<string> files) => LaneStore.BuildAsync(
        token => FeatureFiles.ReadAsync(files, token), new LaneStoreOptions { Lanes = Lanes }, TestContext.Current.CancellationToken);

    private static async Task<List<string>> WriteAsync(string folder, string name, int count, int seed, int emptyLane, int files)
    {
        var random = new Random(seed);
        var rows = new List<Baselines.FeatureFileWriter.Row>();
        for (var number = 0L; rows.Count < count; number++)
        {
            var hi = unchecked(number * 0x1E37_79B9_7F4A_7C15L);
            var x = Enumerable.Range(0, 7).Select(_ => (float)((random.NextDouble() * 2) - 1)).ToArray();
            var row = new Baselines.FeatureFileWriter.Row(number, x, [random.Next(5)], (2 * x[0]) + 1 + (0.1f * (float)random.NextDouble()));
            if ((int)(KeyedHash.Hash(KeyedHash.LaneKey, hi, number) & (Lanes - 1)) != emptyLane)
            {
                rows.Add(row);
            }
        }

        var paths = new List<string>();
        foreach (var part in rows.Chunk((count / files) + 1))
        {
            paths.Add(Path.Combine(folder, $"{name}-{paths.Count}.arrow"));
            await using var writer = new FeatureFileWriter(paths[^1], Lanes, SectionBytes);
            foreach (var batch in part.Chunk(100))
            {
                await writer.TakeAsync(Baselines.FeatureFileWriter.Batch(batch), TestContext.Current.CancellationToken);
            }

            await writer.CompleteAsync(TestContext.Current.CancellationToken);
        }

        return paths;
    }

    private sealed class Collect(List<TrainingProgress> seen) : IProgress<TrainingProgress>
    {
        public void Report(TrainingProgress value)
        {
            lock (seen)
            {
                seen.Add(value);
            }
        }
    }
}
