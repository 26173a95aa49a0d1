using System.Globalization;
using Millrace.Jobs.Ledger;
using Millrace.Jobs.Progress;
using Millrace.Jobs.Specification;
using Millrace.Jobs.Stages.Features;
using Millrace.Training;
using Millrace.Training.Lanes;

namespace Millrace.Jobs.Stages.Model;

/// <summary>Deals the encoded rows to lanes and trains; goes on from the last checkpoint of an earlier run of the same plan.</summary>
internal sealed class TrainStage(RunFolder folder, RunSpec run, IRunDisplay display)
{
    public const string Name = "train";
    private const string MetricsFileName = "metrics.jsonl";

    /// <summary>Trains and writes <c>model/</c> and <c>metrics.jsonl</c>.</summary>
    /// <param name="plan">What is trained.</param>
    /// <param name="key">The stage's key.</param>
    /// <param name="encoded">The rows.</param>
    /// <param name="featureNames">Names of the numbers of a row, for messages.</param>
    /// <param name="scope">The stage's scope.</param>
    /// <param name="cancellationToken">Writes a checkpoint and stops.</param>
    public async Task<TrainStageResult> RunAsync(
        TrainingPlan plan, string key, EncodeResult encoded, IReadOnlyList<string> featureNames, StageScope scope, CancellationToken cancellationToken)
    {
        using var train = await DealAsync(plan, encoded.TrainFiles, "train", featureNames, cancellationToken);
        using var validation = encoded.ValidationRows == 0
            ? null
            : await DealAsync(plan, encoded.ValidationFiles, "validation", featureNames, cancellationToken);
        var metricsFile = folder.Place(MetricsFileName);
        var effective = validation is null ? plan with { EarlyStopping = null } : plan;
        var options = new TrainingOptions
        {
            Ranks = run.Ranks,
            // A folder a key: an edited job, or other rows, start anew instead of being refused their predecessor's checkpoint.
            CheckpointFolder = CreateFolder("work", "checkpoints", key[..16]),
            CheckpointInterval = run.CheckpointEvery,
            Deadline = run.Deadline,
            MetricsFile = metricsFile,
        };
        var trained = await Trainer.RunAsync(effective, train, validation, options, new Reporter(display), cancellationToken);

        var modelFile = Path.Combine(CreateFolder("model"), "network.millrace");
        await trained.Model.SaveAsync(modelFile, cancellationToken);
        scope.Commit("model", [modelFile], rows: null, trained.WeightsSha256);
        scope.Commit("metrics", [metricsFile], trained.History.Count, HashOf(trained.History));
        train.DeleteFiles();
        validation?.DeleteFiles();
        return new TrainStageResult
        {
            ModelFile = folder.Relative(modelFile),
            WeightsSha256 = trained.WeightsSha256,
            Parameters = trained.Model.Weights.Length,
            BatchRows = plan.BatchRows,
            MaxEpochs = plan.MaxEpochs,
            BestEpoch = trained.BestEpoch,
            Steps = trained.Steps,
            ClippedSteps = trained.ClippedSteps,
            Reason = trained.Reason,
            Reproducible = trained.Model.Reproducible,
            History = trained.History,
            Notes = [.. train.Notes, .. trained.Notes],
        };
    }

    private Task<LaneStore> DealAsync(
        TrainingPlan plan, IReadOnlyList<string> files, string part, IReadOnlyList<string> featureNames, CancellationToken cancellationToken) =>
        LaneStore.BuildAsync(
            token => FeatureFiles.ReadAsync(files.Select(file => folder.Place(file)), token),
            new LaneStoreOptions
            {
                Lanes = plan.Lanes,
                SpoolBytes = Math.Max(1L << 20, run.Memory.Bytes / 2),
                Folder = CreateFolder("work", "lanes"),
                Run = part,
                FeatureHash = LaneKey(plan, files),
                FeatureNames = featureNames,
            },
            cancellationToken);

    /// <summary>Lanes are reused only for the very files that they were built from.</summary>
    private string LaneKey(TrainingPlan plan, IReadOnlyList<string> files)
    {
        var facts = files.Select(file => new FileInfo(folder.Place(file)))
            .Select(file => string.Create(CultureInfo.InvariantCulture, $"{file.Name}|{file.Length}|{file.LastWriteTimeUtc.Ticks}"));
        var text = string.Join('\n', facts.Prepend(plan.FeatureHash));
        return Convert.ToHexStringLower(System.Security.Cryptography.SHA256.HashData(System.Text.Encoding.UTF8.GetBytes(text)));
    }

    // Without the time fields, which differ from run to run.
    private static string HashOf(IReadOnlyList<EpochRecord> history) => Convert.ToHexStringLower(System.Security.Cryptography.SHA256.HashData(
        System.Text.Json.JsonSerializer.SerializeToUtf8Bytes(history.Select(epoch => epoch with { Seconds = 0, RowsPerSecond = 0 }), LedgerJson.Options)));

    private string CreateFolder(params ReadOnlySpan<string> parts) => Directory.CreateDirectory(folder.Place(parts)).FullName;

    /// <summary>Turns the trainer's reports into progress of the stage.</summary>
    private sealed class Reporter(IRunDisplay display) : IProgress<TrainingProgress>
    {
        public void Report(TrainingProgress value)
        {
            var done = ((value.Epoch - 1) * value.StepsPerEpoch) + value.Step;
            var detail = value.Validation is { } validation
                ? string.Create(CultureInfo.InvariantCulture, $"epoch {value.Epoch}, loss {value.TrainLoss:0.####}, validation {validation:0.####} (best {value.BestValidation:0.####})")
                : string.Create(CultureInfo.InvariantCulture, $"epoch {value.Epoch}, loss {value.TrainLoss:0.####}");
            display.Progressed(new StageProgress(Name, done, value.MaxEpochs * value.StepsPerEpoch, "steps", detail));
        }
    }
}
