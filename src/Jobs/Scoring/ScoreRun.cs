using System.Diagnostics;
using System.Globalization;
using System.Text;
using System.Text.Json;
using Millrace.Features.Splitting;
using Millrace.Jobs.Engine;
using Millrace.Jobs.Ledger;
using Millrace.Jobs.Places;
using Millrace.Jobs.Progress;
using Millrace.Jobs.Specification;
using Millrace.Jobs.Specification.Relations;
using Millrace.Jobs.Stages;
using Millrace.Jobs.Stages.Relations;
using Millrace.Jobs.Stages.Rows;
using Millrace.Jobs.Survey;

namespace Millrace.Jobs.Scoring;

/// <summary>
/// Scores new rows with a finished run's model: survey, row stage in scoring mode, the job's joins, answers. One answer a row; the same stages, places and code
/// as the run itself. One instance a run.
/// </summary>
internal sealed class ScoreRun
{
    /// <summary>The file that says what was done; it exists exactly when all answers do.</summary>
    public const string SummaryFileName = "scoring.json";

    private const string Stage = "score";

    private readonly TrainedRun _trained;
    private readonly RunContext _run;
    private readonly string _key;

    private ScoreRun(TrainedRun trained, RunContext run)
    {
        _trained = trained;
        _run = run;
        _key = StageKey.Of(Stage, trained.WeightsSha256, trained.FeaturesSha256, Encoding.UTF8.GetString(run.Job.ToCanonicalJson()));
    }

    /// <summary>Scores.</summary>
    /// <exception cref="JobFailedException">The run, the input or the job's joins do not allow it; says what to do.</exception>
    public static async Task<ScoreSummary> RunAsync(ScoreRequest request, IRunDisplay display, CancellationToken cancellationToken)
    {
        var trained = await TrainedRun.OpenAsync(request.RunFolder, cancellationToken);
        var job = JobOf(trained.Job, request);
        CheckOutput(request);
        using var folder = RunFolder.Open(request.Output);
        File.Delete(folder.Place(SummaryFileName));
        await using var engine = EmbeddedEngine.Open(new EngineOptions
        {
            MemoryBytes = job.Run.Memory.Bytes / 2,
            Threads = Math.Max(1, job.Run.Readers),
            TempFolder = folder.Temporary,
        });
        await using var place = Place.Of(job with { Training = null }, display, folder, engine);
        var options = new RunOptions { JobFolder = request.SideInputFolder, RunFolder = folder.Root, Logger = request.Logger };
        var run = new ScoreRun(trained, new RunContext { Job = job, Options = options, Display = display, Folder = folder, Engine = engine, Place = place });
        return await run.ToldAsync(cancellationToken);
    }

    // What only training needs goes: duplicates and distinct rows would leave rows without an answer.
    private static JobSpec JobOf(JobSpec job, ScoreRequest request)
    {
        if (job.Relation?.Steps.OfType<JoinStep>().FirstOrDefault(step => step is { Of: RelationSpec.Rows, FanOut: FanOut.Allow, Kind: JoinKind.Left or JoinKind.Inner }) is { } many)
        {
            throw new JobFailedException($"The job's join with {many.With} may match a row several times, so there is no one answer for a row. Make its keys unique in the job, with `fan_out: refuse`.");
        }

        return job with
        {
            Input = job.Input with { Files = [.. request.Inputs.Select(file => Path.GetFullPath(file, request.InputFolder))] },
            Duplicates = null,
            Truth = null,
            Gates = new GateSpec { MaxQuarantined = 1 },
            Split = job.Split is FilesSplitSpec ? new HashSplitSpec() : job.Split,
            Relation = job.Relation is { } relation
                ? relation with { Steps = [.. relation.Steps.Where(step => step is not DistinctStep { Of: RelationSpec.Rows })] }
                : null,
            Run = request.Using(job.Run),
        };
    }

    private static void CheckOutput(ScoreRequest request)
    {
        if (Path.GetFullPath(request.Output) == Path.GetFullPath(request.RunFolder))
        {
            throw new JobFailedException("The answers cannot go into the run folder itself; give another folder with --out.");
        }

        if (Directory.Exists(request.Output) && Directory.EnumerateFileSystemEntries(request.Output).Any() && !IsOurs(request.Output))
        {
            throw new JobFailedException($"{request.Output} holds something that scoring did not write; give a new or empty folder with --out.");
        }
    }

    // Only answers stay. The parts go first: they must not name files that are gone.
    private void Clear()
    {
        foreach (var folder in new[] { _run.Folder.Parts, _run.Folder.Place("inputs"), _run.Folder.Place("table"), _run.Folder.Work }.Where(Directory.Exists))
        {
            Directory.Delete(folder, recursive: true);
        }

        File.Delete(_run.Folder.Place(RelationStage.ProfileFileName));
    }

    private static bool IsOurs(string folder) =>
        File.Exists(Path.Combine(folder, SummaryFileName)) || (RunFolder.IsOne(folder) && !File.Exists(Path.Combine(folder, "manifest.json")));

    private async Task<ScoreSummary> ToldAsync(CancellationToken cancellationToken)
    {
        var (logger, job, start) = (_run.Options.Logger, _run.Job.Name, Stopwatch.GetTimestamp());
        Log.ScoringBegins(logger, job, _trained.WeightsSha256, _run.Folder.Root);
        try
        {
            var summary = await ScoreAsync(cancellationToken);
            Instruments.RowsScored(summary.Predicted, summary.Rows - summary.Predicted);
            Log.ScoringDone(logger, job, Stopwatch.GetElapsedTime(start).TotalSeconds, summary.Rows, summary.Predicted);
            return summary;
        }
        catch (Exception failure)
        {
            Log.ScoringFailed(logger, job, Stopwatch.GetElapsedTime(start).TotalSeconds, failure.GetType().Name);
            throw;
        }
    }

    private async Task<ScoreSummary> ScoreAsync(CancellationToken cancellationToken)
    {
        var input = await new SurveyStage(_run).RunAsync(_run.Job.Input, StageNames.Survey, [], cancellationToken);
        var rows = await _run.Stages.RunAsync(
            new StageTitle(StageNames.Rows, $"preparing {ProgressWords.Count(input.Files.Count, "file")}", StageKey.Of(StageNames.Rows, _key, SnapshotKey.Of(input))),
            (scope, token) => RunRowsAsync(input, scope, token),
            result => string.Create(CultureInfo.InvariantCulture, $"{result.Read:N0} rows"),
            cancellationToken);
        if (rows.Clean == 0)
        {
            throw new JobFailedException(rows.Read == 0
                ? "The input has no rows: look at what was named, and whether it is the format that the job reads."
                : string.Create(CultureInfo.InvariantCulture, $"None of the {rows.Read:N0} rows could be cut into columns: is the input of the format that the job reads?"));
        }

        var facts = new RunFacts
        {
            Job = _run.Job,
            Folder = _run.Folder,
            Input = input,
            Rows = rows,
            Distinct = new DuplicatesResult(rows.CleanFiles, rows.Clean, Removed: 0),
            Findings = [],
            DataKey = StageKey.Of("data", _key, SnapshotKey.Of(input)),
        };
        facts = await new RelationStages(_run).RunAsync(facts with { Rows = rows with { QuarantinedConvertedFiles = [] } }, cancellationToken);
        var (statistics, files) = await AnswerAsync(facts, cancellationToken);
        if (statistics.Rows != rows.Read)
        {
            throw new InvalidOperationException($"{rows.Read} rows were read, and {statistics.Rows} answers given. Nothing of this may be used. Please report it.");
        }

        return await PublishAsync(facts, statistics, files, cancellationToken);
    }

    private async Task<RowsResult> RunRowsAsync(Snapshot input, StageScope scope, CancellationToken cancellationToken)
    {
        var folders = new RowsFolders(_run.Folder.Place("work", "rows"), _run.Folder.Place("work", "unreadable"), _run.Folder.Place("work", "converted"));
        var work = RowsWork.Of(_run.Job, isScoring: true, withProfile: false);
        var (rows, _) = await new RowsStage(_run.Place, _run.Display).RunAsync(new RowsRequest(StageNames.Rows, _key, work, input, folders), scope, cancellationToken);
        scope.Commit("rows", rows.CleanFiles.Concat(rows.QuarantineFiles).Select(file => scope.Folder.Place(file)), rows.Read, rows.CleanContentHash);
        return rows;
    }

    private async Task<(ScoreStatistics Statistics, IReadOnlyList<string> Files)> AnswerAsync(RunFacts facts, CancellationToken cancellationToken)
    {
        var what = string.Create(CultureInfo.InvariantCulture, $"predicting {facts.Rows.Read:N0} rows");
        _run.Display.StageStarted(Stage, what);
        Log.StageBegins(_run.Options.Logger, Stage, what);
        PeakMemory.Reset();
        var start = Stopwatch.GetTimestamp();
        await _run.Place.OpenAsync(cancellationToken);
        IReadOnlyList<string> unanswered = [.. facts.Rows.QuarantineFiles, .. await LeftOutAsync(facts, cancellationToken)];
        var work = new ScoreWork(await SettingsAsync(facts, cancellationToken), new ModelCache());
        var request = new WorkRequest
        {
            Stage = Stage,
            Key = StageKey.Of(Stage, facts.DataKey),
            Inputs = [await _run.Files.PinAsync(facts.PartRows.Clean, RowRole.Main, cancellationToken), await _run.Files.PinAsync(unanswered, RowRole.Quarantined, cancellationToken)],
            Folders = new Dictionary<string, string> { [ScoreWork.Scores] = _run.Folder.Place(ScoreWork.Scores) },
            Progressed = (rows, words) => _run.Display.Progressed(new StageProgress(Stage, rows, facts.Rows.Read, "rows", words)),
        };
        var done = await _run.Place.RunAsync(work, request, cancellationToken);
        var (took, peakBytes, words) = (Stopwatch.GetElapsedTime(start), PeakMemory.ReadBytes(), string.Create(CultureInfo.InvariantCulture, $"{done.Statistics.Predicted:N0} predictions"));
        _run.Display.StageFinished(new StageOutcome(Stage, Reused: false, took, words));
        Instruments.StageRan(Stage, took.TotalSeconds, peakBytes);
        Log.StageDone(_run.Options.Logger, Stage, took.TotalSeconds, peakBytes, words);
        return (done.Statistics, done.PathsOf(ScoreWork.Scores));
    }

    // Rows that a join of the job drops have an answer too: null, with the reason.
    private async Task<IReadOnlyList<string>> LeftOutAsync(RunFacts facts, CancellationToken cancellationToken)
    {
        if (facts.Relation is not { } table || table.Rows == facts.Distinct.Rows)
        {
            return [];
        }

        await using var engine = await _run.Place.OpenRelationsAsync(cancellationToken);
        await engine.RegisterAsync("before", [.. facts.Distinct.CleanFiles.Select(file => _run.Folder.Place(file))], cancellationToken);
        var query = "SELECT b._source_file, b._source_row FROM before AS b";
        if (table.Rows > 0)
        {
            await engine.RegisterAsync("after", [.. table.FilesOf(RowRole.Main).Select(file => _run.Folder.Place(file))], cancellationToken);
            query += " WHERE NOT EXISTS (SELECT 1 FROM after AS a WHERE a._source_file = b._source_file AND a._source_row = b._source_row)";
        }

        var target = _run.Folder.Place("work", "left-out");
        if (Directory.Exists(target))
        {
            Directory.Delete(target, recursive: true);
        }

        return [.. (await engine.WriteAsync(query, target, cancellationToken)).Select(_run.Folder.Relative)];
    }

    private async Task<ScoreSettings> SettingsAsync(RunFacts facts, CancellationToken cancellationToken)
    {
        var features = Millrace.Features.Encoders.FeatureModel.FromJson(await File.ReadAllBytesAsync(_trained.FeaturesFile, cancellationToken));
        var inputs = features.Columns.Select(column => column.Name).ToHashSet(StringComparer.Ordinal);
        return new ScoreSettings
        {
            FeaturesFile = _trained.FeaturesFile,
            FeaturesSha256 = _trained.FeaturesSha256,
            ModelFile = _trained.ModelFile,
            WeightsSha256 = _trained.WeightsSha256,
            Paths = [.. facts.Input.Files.Select(file => file.Path)],
            Drift =
            [
                .. DriftBins.Of(await File.ReadAllBytesAsync(_trained.ProfileFile, cancellationToken), inputs),
                .. _trained.TableProfileFile is { } made ? DriftBins.Of(await File.ReadAllBytesAsync(made, cancellationToken), inputs) : [],
            ],
        };
    }

    private async Task<ScoreSummary> PublishAsync(RunFacts facts, ScoreStatistics statistics, IReadOnlyList<string> files, CancellationToken cancellationToken)
    {
        var bins = (await SettingsAsync(facts, cancellationToken)).Drift;
        var summary = new ScoreSummary
        {
            Job = _run.Job.Name,
            WeightsSha256 = _trained.WeightsSha256,
            FeaturesSha256 = _trained.FeaturesSha256,
            Inputs = [.. facts.Input.Files.Select(file => new ManifestInput(file.Path, "main", file.Bytes, file.ModifiedUtc, file.FooterHash, file.Rows))],
            BadFiles = [.. facts.Input.BadFiles.Select(file => new ManifestBadFile(file.Path, file.Reason))],
            InputContentHash = facts.Rows.CleanContentHash,
            Rows = statistics.Rows,
            Predicted = statistics.Predicted,
            WithoutPrediction = statistics.Reasons,
            Missing = statistics.Missing,
            Unseen = statistics.Unseen,
            RulesFailed = facts.Rows.Reasons,
            Drift = [.. bins.Where(column => statistics.Drift.ContainsKey(column.Name)).Select(column => DriftReport.Of(column, statistics.Drift[column.Name]))
                .OrderByDescending(report => report.Psi).ThenBy(report => report.Column, StringComparer.Ordinal)],
            Files = [.. files.Select(file => new OutputFile(_run.Folder.Relative(file), new FileInfo(file).Length))],
        };
        await AtomicFile.WriteAsync(_run.Folder.Place(SummaryFileName), JsonSerializer.SerializeToUtf8Bytes(summary, LedgerJson.Options), cancellationToken);
        Clear();
        return summary;
    }
}
