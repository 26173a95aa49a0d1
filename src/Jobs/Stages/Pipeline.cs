using System.Diagnostics;
using System.Globalization;
using System.Text;
using Millrace.Jobs.Engine;
using Millrace.Jobs.Ledger;
using Millrace.Jobs.Progress;
using Millrace.Jobs.Reporting;
using Millrace.Jobs.Specification;
using Millrace.Jobs.Stages.Relations;

namespace Millrace.Jobs.Stages;

/// <summary>
/// The run of one job in the order of the picture in docs/architecture.md: cleaning, learning, report. A stage that an earlier run finished with the
/// same key is not run again. One instance a run.
/// </summary>
internal sealed class Pipeline
{
    private readonly RunContext _run;

    private Pipeline(RunContext run) => _run = run;

    /// <summary>Runs a checked job to its end.</summary>
    /// <param name="job">The job.</param>
    /// <param name="options">Where things are.</param>
    /// <param name="display">Told what happens.</param>
    /// <param name="cancellationToken">Stops in seconds; the next run goes on from the last finished stage.</param>
    /// <exception cref="JobFailedException">A gate, the data or the training failed.</exception>
    public static async Task<RunSummary> RunAsync(JobSpec job, RunOptions options, IRunDisplay display, CancellationToken cancellationToken)
    {
        var start = Stopwatch.GetTimestamp();
        using var folder = RunFolder.OpenForRun(options.RunFolder);
        await using var engine = EmbeddedEngine.Open(new EngineOptions
        {
            MemoryBytes = job.Run.Memory.Bytes / 2,
            Threads = Math.Max(1, job.Run.Readers),
            TempFolder = folder.Temporary,
        });
        await using var place = Place.Of(job, display, folder, engine);
        var pipeline = new Pipeline(new RunContext { Job = job, Options = options, Display = display, Folder = folder, Engine = engine, Place = place });
        Log.RunBegins(options.Logger, job.Name, job.PlanHash(), folder.Root);
        try
        {
            var summary = await pipeline.RunStagesAsync(start, cancellationToken);
            Log.RunDone(options.Logger, job.Name, Stopwatch.GetElapsedTime(start).TotalSeconds);
            return summary;
        }
        catch (Exception failure)
        {
            // A finished run that fails when it is started again is finished no more, even where no stage had to run; one that was only stopped still is.
            if (failure is not OperationCanceledException || !cancellationToken.IsCancellationRequested)
            {
                AtomicFile.Discard(folder.ManifestFile);
            }

            Log.RunFailed(options.Logger, job.Name, Stopwatch.GetElapsedTime(start).TotalSeconds, failure.GetType().Name);
            throw;
        }
    }

    private async Task<RunSummary> RunStagesAsync(long start, CancellationToken cancellationToken)
    {
        var facts = await new CleaningStages(_run).RunAsync(cancellationToken);
        facts = await ScoreTruthAsync(facts, cancellationToken);
        facts = await new RelationStages(_run).RunAsync(facts, cancellationToken);
        if (_run.Job.Features is not null)
        {
            facts = await new LearningStages(_run).RunAsync(facts, cancellationToken);
        }

        Instruments.RowsWent(facts.Distinct.Rows, facts.Rows.Quarantined, facts.Distinct.Removed);
        facts = facts with { Findings = _run.Findings };
        var summary = RunSummaries.Of(facts, Stopwatch.GetElapsedTime(start), nothingToDo: false);
        var nothingToDo = await PublishAsync(facts, summary, cancellationToken);
        return summary with { NothingToDo = nothingToDo, Elapsed = Stopwatch.GetElapsedTime(start) };
    }

    private async Task<RunFacts> ScoreTruthAsync(RunFacts facts, CancellationToken cancellationToken)
    {
        if (_run.Job.Truth is not { } truth)
        {
            return facts;
        }

        var dirt = await _run.Stages.RunAsync(
            new StageTitle(StageNames.Truth, "comparing with the planted dirt", StageKey.Of(StageNames.Truth, facts.DataKey, _run.Sections["truth"], Stamp(truth.File), Stamp(truth.Original))),
            (_, token) => TruthScore.ComputeAsync(
                new TruthFiles
                {
                    Truth = _run.JobPath(truth.File),
                    Original = _run.JobPath(truth.Original),
                    Key = truth.Key,
                    Clean = [.. facts.Distinct.CleanFiles.Select(file => _run.Folder.Place(file))],
                    Quarantined = [.. facts.Rows.QuarantineFiles.Select(file => _run.Folder.Place(file))],
                },
                token),
            result => $"{result.Count} kinds of dirt",
            cancellationToken);
        return facts with { PlantedDirt = dirt };
    }

    // Another truth under the same name is another comparison.
    private string Stamp(string path)
    {
        var file = new FileInfo(_run.JobPath(path));
        return file.Exists ? string.Create(CultureInfo.InvariantCulture, $"{file.Length}|{file.LastWriteTimeUtc.Ticks}") : "";
    }

    // The report is a stage like the others; the manifest comes last, and from then on the run is finished.
    private async Task<bool> PublishAsync(RunFacts facts, RunSummary summary, CancellationToken cancellationToken)
    {
        // The plan stands in the key because report and manifest name all of the job: its name and its gates too, which no other stage depends on.
        var key = StageKey.Of(StageNames.Report, [.. _run.Ledger.Parts.Select(part => part.Key), _run.Job.PlanHash()]);
        if (!File.Exists(_run.Folder.ReportFile))
        {
            // The report is no data output, whose files the ledger would look for.
            _run.Ledger.Forget(StageNames.Report);
        }

        var nothingToDo = _run.Ledger.StagesRun == 0 && File.Exists(_run.Folder.ManifestFile) && _run.Ledger.IsFinished(StageNames.Report, key);
        await _run.Stages.RunAsync(
            new StageTitle(StageNames.Report, "writing the report", key),
            async (scope, token) =>
            {
                var model = await ReportAssembly.BuildAsync(facts, summary, _run.Ledger.Parts, token);
                var html = Encoding.UTF8.GetBytes(ReportWriter.Render(model));
                await AtomicFile.WriteAsync(_run.Folder.ReportFile, html, token);
                return html.Length;
            },
            bytes => string.Create(CultureInfo.InvariantCulture, $"{bytes / 1024:N0} KiB"),
            cancellationToken);
        if (!nothingToDo)
        {
            await StageFiles.UseAsync(
                StageNames.Report,
                _run.Folder.Root,
                () => ManifestWriter.WriteAsync(_run.Folder, Manifests.Of(facts, key), _run.Ledger.Parts, cancellationToken));
        }

        return nothingToDo;
    }
}
