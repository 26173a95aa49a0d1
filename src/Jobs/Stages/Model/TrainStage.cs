using System.Globalization;
using Millrace.Jobs.Ledger;
using Millrace.Jobs.Places;
using Millrace.Jobs.Progress;
using Millrace.Jobs.Specification;
using Millrace.Jobs.Stages.Features;
using Millrace.Training;

namespace Millrace.Jobs.Stages.Model;

/// <summary>Trains on the encoded rows where the job runs; goes on from the last checkpoint of an earlier run of the same plan.</summary>
internal sealed class TrainStage(IPlace place, RunFolder folder, JobSpec job, IRunDisplay display)
{
    public const string Name = "train";
    private const string MetricsFileName = "metrics.jsonl";

    /// <summary>Trains and writes <c>model/</c> and <c>metrics.jsonl</c>.</summary>
    /// <param name="plan">What is trained.</param>
    /// <param name="asked">On which rows, and where its state is kept; <see cref="RequestOf"/> of the same plan.</param>
    /// <param name="validationFiles">Feature files of the validation rows, relative to the run folder.</param>
    /// <param name="scope">The stage's scope.</param>
    /// <param name="cancellationToken">Writes a checkpoint and stops.</param>
    public async Task<TrainStageResult> RunAsync(
        TrainingPlan plan, TrainRequest asked, IReadOnlyList<string> validationFiles, StageScope scope, CancellationToken cancellationToken)
    {
        Directory.CreateDirectory(folder.Work);
        var reporter = new Reporter(display);
        var request = asked with { Progress = reporter, ReportedBy = reporter.ReportedBy };
        var trained = await place.TrainAsync(request, cancellationToken);
        var modelFile = Path.Combine(CreateFolder("model"), "network.millrace");
        var (model, calibrations) = await Calibrator.FitAsync(trained.Model, folder, validationFiles, job.Training!.Calibration, cancellationToken);
        await model.SaveAsync(modelFile, cancellationToken);
        scope.Commit("model", [modelFile], rows: null, trained.WeightsSha256);
        scope.Commit("metrics", [request.MetricsFile], trained.History.Count, HashOf(trained.History));
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
            Local = plan.Local,
            Reproducible = trained.Model.Reproducible,
            History = trained.History,
            Calibrations = calibrations,
            Notes = [.. trained.Notes, .. calibrations.Select(static record => record.Note).OfType<string>()],
        };
    }

    /// <summary>What a place is asked to train: the same for a run and for computing one of its steps again.</summary>
    public static TrainRequest RequestOf(RunFolder folder, JobSpec job, TrainingPlan plan, string key, EncodeResult encoded) => new()
    {
        Plan = encoded.ValidationRows == 0 ? plan with { EarlyStopping = null } : plan,
        Key = key,
        TrainFiles = [.. encoded.TrainFiles.Select(file => folder.Place(file))],
        TrainRows = encoded.TrainRows,
        ValidationFiles = [.. encoded.ValidationFiles.Select(file => folder.Place(file))],
        ValidationRows = encoded.ValidationRows,
        FeatureNames = [],
        Run = job.Run,
        Cluster = job.Training!.Cluster,
        MetricsFile = folder.Place(MetricsFileName),
        WorkFolder = folder.Work,
        Progress = new Progress<TrainingProgress>(),
    };

    // Without the time fields, which differ from run to run.
    private static string HashOf(IReadOnlyList<EpochRecord> history) => Convert.ToHexStringLower(System.Security.Cryptography.SHA256.HashData(
        System.Text.Json.JsonSerializer.SerializeToUtf8Bytes(history.Select(epoch => epoch with { Seconds = 0, RowsPerSecond = 0 }), LedgerJson.Options)));

    private string CreateFolder(params ReadOnlySpan<string> parts) => Directory.CreateDirectory(folder.Place(parts)).FullName;

    /// <summary>Turns the trainer's reports into progress of the stage.</summary>
    private sealed class Reporter(IRunDisplay display) : IProgress<TrainingProgress>
    {
        private volatile string _way = "";

        public void ReportedBy(string way) => _way = ", " + way;

        public void Report(TrainingProgress value)
        {
            var done = ((value.Epoch - 1) * value.StepsPerEpoch) + value.Step;
            var detail = value.Validation is { } validation
                ? string.Create(CultureInfo.InvariantCulture, $"epoch {value.Epoch}, loss {value.TrainLoss:0.####}, validation {validation:0.####} (best {value.BestValidation:0.####})")
                : string.Create(CultureInfo.InvariantCulture, $"epoch {value.Epoch}, loss {value.TrainLoss:0.####}");
            var time = string.Create(CultureInfo.InvariantCulture, $"{value.RowsPerSecond:N0} rows/s, {100 * value.DataShare:0} % waiting for rows, {100 * value.CommunicationShare:0} % summing over ranks");
            display.Progressed(new StageProgress(Name, done, value.MaxEpochs * value.StepsPerEpoch, "steps", $"{detail}, {time}{_way}"));
        }
    }
}
