using System.Diagnostics;
using System.Globalization;
using System.Text;
using Millrace.Features.Cleaning;
using Millrace.Features.Encoders;
using Millrace.Features.Splitting;
using Millrace.Features.Statistics;
using Millrace.Jobs.Engine;
using Millrace.Jobs.Ledger;
using Millrace.Jobs.Progress;
using Millrace.Jobs.Reporting;
using Millrace.Jobs.Specification;
using Millrace.Jobs.Stages.Features;
using Millrace.Jobs.Stages.Model;
using Millrace.Jobs.Stages.Rows;
using Millrace.Jobs.Survey;

namespace Millrace.Jobs.Stages;

/// <summary>
/// The run of one job, stage after stage in the order of the picture in docs/architecture.md. A stage that an earlier run finished with the same
/// key is not run again. One instance a run.
/// </summary>
internal sealed class Pipeline
{
    private readonly JobSpec _job;
    private readonly RunOptions _options;
    private readonly IRunDisplay _display;
    private readonly RunFolder _folder;
    private readonly StageLedger _ledger;
    private readonly StageRunner _stages;
    private readonly JobSections _sections;
    private readonly IEngine _engine;
    private readonly CleanFiles _files;
    private readonly List<Finding> _findings = [];

    private Pipeline(JobSpec job, RunOptions options, IRunDisplay display, RunFolder folder, IEngine engine)
    {
        _job = job;
        _options = options;
        _display = display;
        _folder = folder;
        _engine = engine;
        _ledger = new StageLedger(folder);
        _stages = new StageRunner(_ledger, display);
        _sections = new JobSections(job);
        _files = new CleanFiles(engine, folder, job.Run.Readers);
    }

    /// <summary>Runs a checked job to its end.</summary>
    /// <param name="job">The job.</param>
    /// <param name="options">Where things are.</param>
    /// <param name="display">Told what happens.</param>
    /// <param name="cancellationToken">Stops in seconds; the next run goes on from the last finished stage.</param>
    /// <exception cref="JobFailedException">A gate, the data or the training failed.</exception>
    public static async Task<RunSummary> RunAsync(JobSpec job, RunOptions options, IRunDisplay display, CancellationToken cancellationToken)
    {
        var start = Stopwatch.GetTimestamp();
        using var folder = RunFolder.Open(options.RunFolder);
        await using var engine = EmbeddedEngine.Open(new EngineOptions
        {
            MemoryBytes = job.Run.Memory.Bytes / 2,
            Threads = Math.Max(1, job.Run.Readers),
            TempFolder = folder.Temporary,
        });
        var pipeline = new Pipeline(job, options, display, folder, engine);
        return await pipeline.RunStagesAsync(start, cancellationToken);
    }

    private async Task<RunSummary> RunStagesAsync(long start, CancellationToken cancellationToken)
    {
        var input = await SurveyAsync(_job.Input, "survey", cancellationToken);
        var facts = await CleanAsync(input, cancellationToken);
        facts = await ScoreTruthAsync(facts, cancellationToken);
        if (_job.Features is { } features)
        {
            facts = await LearnAsync(facts, features, cancellationToken);
        }

        facts = facts with { Findings = [.. _findings] };
        var summary = RunSummaries.Of(facts, Stopwatch.GetElapsedTime(start), nothingToDo: false);
        var nothingToDo = await PublishAsync(facts, summary, cancellationToken);
        return summary with { NothingToDo = nothingToDo, Elapsed = Stopwatch.GetElapsedTime(start) };
    }

    private async Task<Snapshot> SurveyAsync(InputSpec spec, string stage, CancellationToken cancellationToken)
    {
        _display.StageStarted(stage, "reading footers");
        var start = Stopwatch.GetTimestamp();
        var snapshot = await new Surveyor(new SurveyOptions()).SurveyAsync(spec, _options.JobFolder, cancellationToken);
        foreach (var bad in snapshot.BadFiles)
        {
            Found(FindingSeverity.Warning, stage, $"{bad.Path} is left out: {bad.Reason}");
        }

        foreach (var difference in snapshot.Differences)
        {
            Found(FindingSeverity.Note, stage, difference.ToSentence());
        }

        var rows = snapshot.Rows is { } known ? string.Create(CultureInfo.InvariantCulture, $", {known:N0} rows") : "";
        _display.StageFinished(new StageOutcome(stage, Reused: false, Stopwatch.GetElapsedTime(start), $"{snapshot.Files.Count} files{rows}"));
        return snapshot;
    }

    private async Task<RunFacts> CleanAsync(Snapshot input, CancellationToken cancellationToken)
    {
        var compiled = RowStage.Compile(_job.Contract, _job.Cleaning);
        var removesDuplicates = _job.Duplicates is not null;
        var rules = _sections["contract"] + _sections["cleaning"];
        var key = StageKey.Of("rows", SnapshotKey.Of(input), rules, removesDuplicates ? "distinct" : "all");
        var folders = new RowsFolders(
            removesDuplicates ? _folder.Place("work", "rows") : _folder.Place("clean"), _folder.Place("quarantine"), _folder.Place("work", "quarantine-converted"));
        var rows = await _stages.RunAsync(
            "rows",
            $"cleaning {input.Files.Count} files",
            key,
            (scope, token) => RunRowsAsync(compiled, input, folders, !removesDuplicates, scope, token),
            result => string.Create(CultureInfo.InvariantCulture, $"{result.Clean:N0} rows clean, {result.Quarantined:N0} quarantined"),
            cancellationToken);
        Gates.CheckRows(rows, _job.Gates, folders.Quarantine);

        var distinct = new DuplicatesResult(rows.CleanFiles, rows.Clean, Removed: 0);
        if (_job.Duplicates is { } duplicates)
        {
            key = StageKey.Of("duplicates", key, _sections["duplicates"]);
            distinct = await _stages.RunAsync(
                "duplicates",
                duplicates.All ? "removing equal rows" : $"removing rows equal in {string.Join(", ", duplicates.By)}",
                key,
                (scope, token) => new DuplicatesStage(_engine, _job.Contract, _files, _job.Run.Readers).RunAsync(rows, duplicates, scope, token),
                result => string.Create(CultureInfo.InvariantCulture, $"{result.Rows:N0} rows stay, {result.Removed:N0} removed"),
                cancellationToken);
        }

        RowAccount.Require(rows.Read, distinct.Rows, rows.Quarantined, distinct.Removed);
        var facts = new RunFacts
        {
            Job = _job,
            Folder = _folder,
            Input = input,
            Rows = rows,
            Distinct = distinct,
            Findings = [],
            DataKey = key,
        };
        return await CleanOtherPartsAsync(facts, compiled, rules, cancellationToken);
    }

    // Files that the job calls test or validation go through the same contract and rules, but every row of them is answered.
    private async Task<RunFacts> CleanOtherPartsAsync(RunFacts facts, RowStage compiled, string rules, CancellationToken cancellationToken)
    {
        if (_job.Split is not FilesSplitSpec split || _job.Features is null)
        {
            return facts;
        }

        if (split.Test.Count > 0)
        {
            var (snapshot, rows, key) = await CleanPartAsync(split.Test, "test", compiled, rules, cancellationToken);
            facts = facts with { TestInput = snapshot, TestRows = rows, DataKey = StageKey.Of("data", facts.DataKey, key) };
        }

        if (split.ValidationFiles.Count > 0)
        {
            var (snapshot, rows, key) = await CleanPartAsync(split.ValidationFiles, "validation", compiled, rules, cancellationToken);
            facts = facts with { ValidationInput = snapshot, ValidationRows = rows, DataKey = StageKey.Of("data", facts.DataKey, key) };
        }

        return facts;
    }

    private async Task<(Snapshot Snapshot, RowsResult Rows, string Key)> CleanPartAsync(
        IReadOnlyList<string> paths, string part, RowStage compiled, string rules, CancellationToken cancellationToken)
    {
        var snapshot = await SurveyAsync(_job.Input with { Files = paths }, $"survey_{part}", cancellationToken);
        var name = $"rows_{part}";
        var key = StageKey.Of(name, SnapshotKey.Of(snapshot), rules);
        var folders = new RowsFolders(_folder.Place("work", part), _folder.Place("work", $"{part}-quarantine"), _folder.Place("work", $"{part}-converted"));
        var rows = await _stages.RunAsync(
            name,
            $"preparing {snapshot.Files.Count} {part} files",
            key,
            (scope, token) => new RowsStage(_engine, compiled, _job.Run.Readers, _display)
                .RunAsync(name, snapshot, folders, RowStageMode.Scoring, static (_, _) => { }, scope, token),
            result => string.Create(CultureInfo.InvariantCulture, $"{result.Clean:N0} {part} rows"),
            cancellationToken);
        return (snapshot, rows, key);
    }

    private async Task<RowsResult> RunRowsAsync(
        RowStage compiled, Snapshot input, RowsFolders folders, bool isFinal, StageScope scope, CancellationToken cancellationToken)
    {
        var profiles = Enumerable.Range(0, _job.Run.Readers).Select(_ => new TableProfile(_job.Contract)).ToArray();
        var result = await new RowsStage(_engine, compiled, _job.Run.Readers, _display)
            .RunAsync("rows", input, folders, RowStageMode.Training, (reader, batch) => profiles[reader].Add(batch), scope, cancellationToken);
        foreach (var profile in profiles.AsSpan(1))
        {
            profiles[0].Merge(profile);
        }

        await RowsOutputs.CommitAsync(result, profiles[0], isFinal, scope, cancellationToken);
        return result;
    }

    private async Task<RunFacts> ScoreTruthAsync(RunFacts facts, CancellationToken cancellationToken)
    {
        if (_job.Truth is not { } truth)
        {
            return facts;
        }

        var dirt = await _stages.RunAsync(
            "truth",
            "comparing with the planted dirt",
            StageKey.Of("truth", facts.DataKey, _sections["truth"]),
            (_, token) => TruthScore.ComputeAsync(
                JobPath(truth.File),
                JobPath(truth.Original),
                truth.Key,
                [.. facts.Distinct.CleanFiles.Select(file => _folder.Place(file))],
                [.. facts.Rows.QuarantineFiles.Select(file => _folder.Place(file))],
                token),
            result => $"{result.Count} kinds of dirt",
            cancellationToken);
        return facts with { PlantedDirt = dirt };
    }

    private async Task<RunFacts> LearnAsync(RunFacts facts, FeatureSpec features, CancellationToken cancellationToken)
    {
        var rows = new PartRows
        {
            Clean = facts.Distinct.CleanFiles,
            Quarantined = facts.Rows.QuarantinedConvertedFiles,
            TestFiles = facts.TestRows?.CleanFiles ?? [],
            ValidationFiles = facts.ValidationRows?.CleanFiles ?? [],
        };
        var splitter = Splitter.Create(_job.Split, _job.Contract);
        var splitKey = StageKey.Of("split", facts.DataKey, _sections["split"]);
        var split = await _stages.RunAsync(
            "split",
            "dividing rows into train, validation and test",
            splitKey,
            (_, token) => new SplitStage(_files, splitter, _job.Run.Readers).RunAsync(rows, token),
            result => string.Create(CultureInfo.InvariantCulture, $"{result.Train:N0} train, {result.Validation:N0} validation, {result.Test:N0} test"),
            cancellationToken);
        facts = facts with { Split = split };

        var plan = FeaturePlan.Compile(features, _job.Contract, LabelKindOf(_job.Training?.Task), FeaturePresetOf(_job));
        var fitKey = StageKey.Of("features", splitKey, _sections["features"], _sections["contract"], $"{_job.Training?.Task} {FeaturePresetOf(_job)}");
        var fit = await _stages.RunAsync(
            "features",
            "fitting encoders on training rows",
            fitKey,
            (scope, token) => new FitStage(_files, splitter, plan, _job.Run.Readers).RunAsync(rows, scope, token),
            result => $"{result.Layout.Dense.Count} numbers and {result.Layout.Categories.Count} categories a row",
            cancellationToken);
        facts = facts with { Fit = fit };
        return await EncodeAndTrainAsync(facts, rows, splitter, fitKey, cancellationToken);
    }

    private async Task<RunFacts> EncodeAndTrainAsync(RunFacts facts, PartRows rows, Splitter splitter, string fitKey, CancellationToken cancellationToken)
    {
        var fit = facts.Fit!;
        var lanes = _job.Training?.Lanes ?? new TrainingSpec { Task = TrainingTask.Regression }.Lanes;
        var encodeKey = StageKey.Of("encode", fitKey, fit.Sha256, lanes.ToString(CultureInfo.InvariantCulture));
        var encoded = await _stages.RunAsync(
            "encode",
            "encoding rows",
            encodeKey,
            async (scope, token) =>
            {
                var model = FeatureModel.FromJson(await File.ReadAllBytesAsync(_folder.Place(fit.File), token));
                return await new EncodeStage(_files, splitter, model, lanes, _job.Run.Readers).RunAsync(rows, scope, token);
            },
            result => string.Create(CultureInfo.InvariantCulture, $"{result.Rows:N0} rows encoded"),
            cancellationToken);
        facts = facts with { Encoded = encoded };
        return _job is { Network: { } network, Training: { } training }
            ? await TrainAsync(facts, network, training, encodeKey, cancellationToken)
            : facts;
    }

    private async Task<RunFacts> TrainAsync(
        RunFacts facts, Millrace.Training.Networks.NetworkSpec network, TrainingSpec training, string encodeKey, CancellationToken cancellationToken)
    {
        var (fit, encoded) = (facts.Fit!, facts.Encoded!);
        var plan = TrainingPlans.Of(network, training, _job.Seed, fit.Layout, fit.Sha256);
        var trainKey = StageKey.Of(TrainStage.Name, encodeKey, plan.Hash, _job.Run.Deadline?.ToString("c", CultureInfo.InvariantCulture) ?? "");
        var trained = await _stages.RunAsync(
            TrainStage.Name,
            string.Create(CultureInfo.InvariantCulture, $"training on {encoded.TrainRows:N0} rows"),
            trainKey,
            (scope, token) => new TrainStage(_folder, _job.Run, _display).RunAsync(plan, trainKey, encoded, fit.Layout.Dense, scope, token),
            result => $"{result.History.Count} epochs, best {result.BestEpoch}, weights {result.WeightsSha256[..16]}",
            cancellationToken);
        foreach (var note in trained.Notes)
        {
            Found(FindingSeverity.Note, TrainStage.Name, note);
        }

        var classes = Math.Max(1, fit.Layout.Labels[0].Classes.Count);
        var evaluateKey = StageKey.Of("evaluate", trainKey, trained.WeightsSha256);
        var quality = await _stages.RunAsync(
            "evaluate",
            string.Create(CultureInfo.InvariantCulture, $"scoring {encoded.TestRows:N0} test rows"),
            evaluateKey,
            (scope, token) => new EvaluateStage(_folder, training.Task, classes).RunAsync(trained, encoded, scope, token),
            result => string.Join(", ", result.Test.Select(pair => string.Create(CultureInfo.InvariantCulture, $"{pair.Key} {pair.Value:0.####}"))),
            cancellationToken);
        facts = facts with { Trained = trained, Quality = quality };
        if (!_job.Baselines.Linear && !_job.Baselines.Lightgbm)
        {
            return facts;
        }

        var baselines = await _stages.RunAsync(
            "baselines",
            "training baselines on the same rows",
            StageKey.Of("baselines", evaluateKey, _sections["baselines"]),
            (_, token) => new BaselineStage(_folder, _job.Baselines, training.Task, classes, _job.Seed).RunAsync(encoded, quality, token),
            result => string.Join(", ", result.Models.Select(model => string.Create(
                CultureInfo.InvariantCulture, $"{model.Name} {quality.DecidingMetric} {model.Test.GetValueOrDefault(quality.DecidingMetric, double.NaN):0.####}"))),
            cancellationToken);
        return facts with { Baselines = baselines };
    }

    // The report is a stage like the others; the manifest comes last, and from then on the run is finished.
    private async Task<bool> PublishAsync(RunFacts facts, RunSummary summary, CancellationToken cancellationToken)
    {
        var key = StageKey.Of("report", [.. _ledger.Parts.Select(part => part.Key)]);
        var nothingToDo = _ledger.StagesRun == 0 && File.Exists(_folder.ManifestFile) && _ledger.IsFinished("report", key);
        await _stages.RunAsync(
            "report",
            "writing the report",
            key,
            async (scope, token) =>
            {
                var model = await ReportAssembly.BuildAsync(facts, summary, _ledger.Parts, token);
                var html = Encoding.UTF8.GetBytes(ReportWriter.Render(model));
                await AtomicFile.WriteAsync(_folder.ReportFile, html, token);
                return html.Length;
            },
            bytes => string.Create(CultureInfo.InvariantCulture, $"{bytes / 1024:N0} KiB"),
            cancellationToken);
        if (!nothingToDo)
        {
            await ManifestWriter.WriteAsync(_folder, Manifests.Of(facts, key), _ledger.Parts, cancellationToken);
        }

        return nothingToDo;
    }

    private void Found(FindingSeverity severity, string stage, string text)
    {
        var finding = new Finding(severity, stage, text);
        _findings.Add(finding);
        _display.Found(finding);
    }

    private string JobPath(string path) => Path.GetFullPath(path, _options.JobFolder);

    private static LabelKind LabelKindOf(TrainingTask? task) => task switch
    {
        TrainingTask.Binary => LabelKind.Binary,
        TrainingTask.Multiclass => LabelKind.Multiclass,
        _ => LabelKind.Regression,
    };

    private static FeaturePreset FeaturePresetOf(JobSpec job) => job.Features?.Preset
        ?? (job.Network?.Model == Millrace.Training.Networks.ModelKind.Tabular ? FeaturePreset.Tabular : FeaturePreset.Standard);
}
