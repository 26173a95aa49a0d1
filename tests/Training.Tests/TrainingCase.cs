using Millrace.Training.Lanes;
using Millrace.Training.Tests.Lanes;

namespace Millrace.Training.Tests;

/// <summary>
/// The hard case that hash tests train: unequal lanes and one empty, a batch that does not divide the rows, clipping and early
/// stopping that fire, weight averaging, dropout, accumulation, embeddings, row weights.
/// </summary>
internal sealed class TrainingCase : IDisposable
{
    public const int EmptyLane = HardPlan.EmptyLane;

    private TrainingCase(LaneStore train, LaneStore validation)
    {
        Train = train;
        Validation = validation;
    }

    public LaneStore Train { get; }

    public LaneStore Validation { get; }

    /// <summary>2,311 training rows, 401 validation rows; batch 97: 24 steps an epoch.</summary>
    public static TrainingPlan Plan => HardPlan.Plan;

    /// <summary>The same, long enough to be killed many times.</summary>
    public static TrainingPlan LongPlan { get; } = Plan with
    {
        MaxEpochs = 200,
        EarlyStopping = new EarlyStopping { Metric = "rmse", Patience = 50 },
    };

    /// <summary>In memory, or as files in <paramref name="folder"/> that a child process can open.</summary>
    public static async Task<TrainingCase> MakeAsync(string? folder = null)
    {
        var options = new LaneStoreOptions { Folder = folder, AlwaysSpool = folder is not null };
        return new TrainingCase(
            await LaneStoreTests.Build(FeatureRows.Make(2311, 7, 21, emptyLane: EmptyLane, categories: 1), options with { Run = "train" }),
            await LaneStoreTests.Build(FeatureRows.Make(401, 7, 22, emptyLane: 6, categories: 1), options with { Run = "validation" }));
    }

    /// <summary>Checkpoints every seven steps, metrics and rank processes in <paramref name="folder"/>.</summary>
    public static TrainingOptions Options(string folder) => new()
    {
        CheckpointFolder = Path.Combine(folder, "checkpoints"),
        CheckpointSteps = 7,
        MetricsFile = Path.Combine(folder, "metrics.jsonl"),
        WorkFolder = folder,
        RankCommand = ChildProcess.Command,
        PeerTimeout = TimeSpan.FromSeconds(20),
    };

    public Task<TrainingResult> RunAsync(
        TrainingPlan plan, TrainingOptions options, IProgress<TrainingProgress>? progress = null, CancellationToken cancellationToken = default) =>
        Trainer.RunAsync(plan, Train, Validation, options, progress, cancellationToken);

    public void Dispose()
    {
        Train.Dispose();
        Validation.Dispose();
    }
}
