using System.Globalization;
using Millrace.Jobs.Ledger;
using Millrace.Jobs.Places;
using Millrace.Jobs.Progress;
using Millrace.Jobs.Specification;
using Millrace.Jobs.Stages.Features;
using Millrace.Jobs.Stages.Model;
using Millrace.Training;

namespace Millrace.Jobs.Stages;

/// <summary>From clean rows to a judged network: split, features, encode, train, evaluate, baselines.</summary>
internal sealed class LearningStages(RunContext run)
{
    private readonly RunContext _run = run;

    /// <summary>Runs them, or takes what an earlier run left.</summary>
    /// <param name="facts">What cleaning found out.</param>
    /// <param name="cancellationToken">Stops in seconds.</param>
    /// <exception cref="JobFailedException">The data or the training failed.</exception>
    public async Task<RunFacts> RunAsync(RunFacts facts, CancellationToken cancellationToken)
    {
        var rows = facts.PartRows;
        var splitKey = StageKey.Of("split", facts.DataKey, _run.Sections["split"]);
        var split = await _run.Stages.RunAsync(
            new StageTitle(SplitStage.Name, "dividing rows into train, validation and test", splitKey),
            (_, token) => new SplitStage(_run.Place, _run.Files, _run.Job).RunAsync(rows, splitKey, token),
            result => string.Create(CultureInfo.InvariantCulture, $"{result.Train:N0} train, {result.Validation:N0} validation, {result.Test:N0} test"),
            cancellationToken);
        facts = facts with { Split = split };

        var fitKey = StageKey.Of("features", splitKey, _run.Sections["features"], _run.Sections["contract"], $"{_run.Job.Training?.Task} {FeaturePlans.PresetOf(_run.Job)}");
        var fit = await _run.Stages.RunAsync(
            new StageTitle(FitStage.Name, "fitting encoders on training rows", fitKey),
            (scope, token) => new FitStage(_run.Place, _run.Engine, _run.Files, _run.Job).RunAsync(rows, fitKey, scope, token),
            result => $"{result.Layout.Dense.Count} numbers and {result.Layout.Categories.Count} categories a row",
            cancellationToken);
        facts = facts with { Fit = fit };
        return await EncodeAndTrainAsync(facts, rows, fitKey, cancellationToken);
    }

    private async Task<RunFacts> EncodeAndTrainAsync(RunFacts facts, PartRows rows, string fitKey, CancellationToken cancellationToken)
    {
        var fit = facts.Fit!;
        var lanes = _run.Job.Training?.Lanes ?? new TrainingSpec { Task = TrainingTask.Regression }.Lanes;
        var encodeKey = StageKey.Of("encode", fitKey, fit.Sha256, lanes.ToString(CultureInfo.InvariantCulture), "by lane");
        var encoded = await _run.Stages.RunAsync(
            new StageTitle(EncodeStage.Name, "encoding rows", encodeKey),
            (scope, token) => new EncodeStage(_run.Place, _run.Files, _run.Job, lanes).RunAsync(rows, fit, encodeKey, scope, token),
            result => string.Create(CultureInfo.InvariantCulture, $"{result.Rows:N0} rows encoded"),
            cancellationToken);
        facts = facts with { Encoded = encoded };
        return _run.Job is { Network: not null, Training: { } training }
            ? await TrainAsync(facts, training, encodeKey, cancellationToken)
            : facts;
    }

    private async Task<RunFacts> TrainAsync(RunFacts facts, TrainingSpec training, string encodeKey, CancellationToken cancellationToken)
    {
        var (fit, encoded) = (facts.Fit!, facts.Encoded!);
        var plan = TrainingPlans.Of(_run.Job, fit.Layout, fit.Sha256, encoded.TrainRows);
        var trainKey = StageKey.Of(TrainStage.Name, encodeKey, plan.Hash, _run.Job.Run.Deadline?.ToString("c", CultureInfo.InvariantCulture) ?? "", training.Calibration.ToString());
        if (training.FindRate is { } sweep)
        {
            facts = facts with { Rates = await FindRateAsync(facts, plan, sweep, trainKey, cancellationToken) };
        }

        if (_run.Options.OnlyFindRate)
        {
            return facts;
        }

        var trained = await _run.Stages.RunAsync(
            new StageTitle(TrainStage.Name, string.Create(CultureInfo.InvariantCulture, $"training on {encoded.TrainRows:N0} rows"), trainKey),
            (scope, token) => new TrainStage(_run.Place, _run.Folder, _run.Job, _run.Display).RunAsync(plan, RequestOf(facts, plan, trainKey), encoded.ValidationFiles, scope, token),
            result => $"{result.History.Count} epochs, best {result.BestEpoch}, weights {result.WeightsSha256[..16]}",
            cancellationToken);
        foreach (var note in trained.Notes)
        {
            _run.Found(FindingSeverity.Note, TrainStage.Name, note);
        }

        if (!trained.Reproducible)
        {
            _run.Found(FindingSeverity.Warning, TrainStage.Name, "stopped by time, not reproducible: the deadline ended training, so another run may give another model");
        }

        var evaluateKey = StageKey.Of(StageNames.Evaluate, trainKey, trained.WeightsSha256, KeyOf(training.Threshold));
        var quality = await _run.Stages.RunAsync(
            new StageTitle(StageNames.Evaluate, string.Create(CultureInfo.InvariantCulture, $"scoring {encoded.TestRows:N0} test rows"), evaluateKey),
            (scope, token) => new EvaluateStage(_run.Folder, fit.Layout, training.Threshold).RunAsync(trained, encoded, scope, token),
            result => string.Join(", ", result.Test.Select(pair => string.Create(CultureInfo.InvariantCulture, $"{pair.Key} {pair.Value:0.####}"))),
            cancellationToken);
        facts = facts with { Trained = trained, Quality = quality };
        if (BaselineStage.HasAny(_run.Job.Baselines))
        {
            facts = facts with { Baselines = await CompareAsync(facts, evaluateKey, cancellationToken) };
        }

        facts = await ExportAsync(facts, evaluateKey, cancellationToken);
        if (_run.Job.Export.Card)
        {
            await _run.Stages.RunAsync(
                new StageTitle(
                    CardStage.Name,
                    "writing the model card",
                    StageKey.Of(CardStage.Name, [.. _run.Ledger.Parts.Select(part => part.Key), _run.Sections["export"], _run.Job.PlanHash()])),
                (scope, token) => CardStage.RunAsync(facts, scope, token),
                bytes => string.Create(CultureInfo.InvariantCulture, $"{bytes / 1024:N0} KiB"),
                cancellationToken);
        }

        return facts;
    }

    private TrainRequest RequestOf(RunFacts facts, TrainingPlan plan, string trainKey) =>
        TrainStage.RequestOf(_run.Folder, _run.Job, plan, trainKey, facts.Encoded!) with { FeatureNames = facts.Fit!.Layout.Dense, Logger = _run.Options.Logger };

    private Task<RateCurve> FindRateAsync(RunFacts facts, TrainingPlan plan, RateSweep sweep, string trainKey, CancellationToken cancellationToken) => _run.Stages.RunAsync(
        new StageTitle(
            StageNames.FindRate,
            string.Create(CultureInfo.InvariantCulture, $"trying rates from {sweep.From:G3} to {sweep.To:G3}"),
            StageKey.Of(StageNames.FindRate, trainKey, string.Create(CultureInfo.InvariantCulture, $"{sweep.From:R} {sweep.To:R} {sweep.Steps}"))),
        async (_, token) =>
        {
            var request = RequestOf(facts, plan, trainKey);
            using var train = await EmbeddedTraining.DealAsync(request, request.TrainFiles, "rates", token);
            var curve = await RateFinder.RunAsync(plan, train, sweep, _run.Job.Run.Ranks, token);
            train.DeleteFiles();
            return curve;
        },
        curve => string.Create(CultureInfo.InvariantCulture, $"a rate of {curve.Suggestion:G3} is suggested"),
        cancellationToken);

    private Task<BaselineStageResult> CompareAsync(RunFacts facts, string evaluateKey, CancellationToken cancellationToken)
    {
        var (fit, encoded, quality) = (facts.Fit!, facts.Encoded!, facts.Quality!);
        return _run.Stages.RunAsync(
            new StageTitle(StageNames.Baselines, "training baselines on the same rows", StageKey.Of(StageNames.Baselines, evaluateKey, _run.Sections["baselines"])),
            (_, token) => new BaselineStage(_run.Folder, _run.Job, fit.Layout).RunAsync(encoded, quality, token),
            result => string.Join(", ", result.Models.Select(model => string.Create(
                CultureInfo.InvariantCulture, $"{model.Name} {quality.DecidingMetric} {model.Test.GetValueOrDefault(quality.DecidingMetric, double.NaN):0.####}"))),
            cancellationToken);
    }

    private async Task<RunFacts> ExportAsync(RunFacts facts, string evaluateKey, CancellationToken cancellationToken)
    {
        var spec = _run.Job.Export;
        if (!spec.Onnx && !spec.Raw)
        {
            return facts;
        }

        var exported = await _run.Stages.RunAsync(
            new StageTitle(ExportStage.Name, "writing ONNX and holding it against the runtime", StageKey.Of(ExportStage.Name, evaluateKey, _run.Sections["export"])),
            (scope, token) => new ExportStage(_run.Engine, _run.Files, spec).RunAsync(facts.Trained!, facts.Fit!, facts.PartRows.Clean, scope, token),
            ExportWords,
            cancellationToken);
        foreach (var obstacle in exported.Obstacles)
        {
            _run.Found(FindingSeverity.Note, ExportStage.Name, $"no ONNX model {(exported.NetworkFile is null ? "" : "over raw values ")}because of {obstacle}");
        }

        return facts with { Exported = exported };
    }

    private static string KeyOf(ThresholdSpec threshold) => string.Create(
        CultureInfo.InvariantCulture, $"{threshold.By} {threshold.Value:R} {threshold.FalsePositiveCost:R} {threshold.FalseNegativeCost:R}");

    private static string ExportWords(ExportResult result)
    {
        string?[] files = [result.NetworkFile, result.RawFile];
        var difference = Math.Max(result.NetworkDifference, result.RawDifference);
        return files.All(file => file is null)
            ? "nothing can be exported"
            : string.Create(CultureInfo.InvariantCulture, $"{string.Join(", ", files.OfType<string>())}: within {difference:G2} of the runtime");
    }
}
