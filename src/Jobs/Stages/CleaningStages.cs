using Millrace.Features.Cleaning;
using Millrace.Features.Splitting;
using Millrace.Features.Statistics;
using Millrace.Jobs.Ledger;
using Millrace.Jobs.Progress;
using Millrace.Jobs.Stages.Rows;
using Millrace.Jobs.Survey;
using System.Diagnostics;
using System.Globalization;

namespace Millrace.Jobs.Stages;

/// <summary>From files to clean rows: survey, row stage, duplicate removal, and the same rules over the files that the job calls test or validation.</summary>
internal sealed class CleaningStages(RunContext run)
{
    private readonly RunContext _run = run;

    /// <summary>Runs them, or takes what an earlier run left.</summary>
    /// <exception cref="JobFailedException">A gate or the data failed.</exception>
    public async Task<RunFacts> RunAsync(CancellationToken cancellationToken)
    {
        var input = await SurveyAsync(_run.Job.Input, "survey", cancellationToken);
        return await CleanAsync(input, cancellationToken);
    }

    private async Task<Snapshot> SurveyAsync(InputSpec spec, string stage, CancellationToken cancellationToken)
    {
        _run.Display.StageStarted(stage, "reading footers");
        var start = Stopwatch.GetTimestamp();
        var snapshot = await new Surveyor(new SurveyOptions()).SurveyAsync(spec, _run.Options.JobFolder, cancellationToken);
        foreach (var bad in snapshot.BadFiles)
        {
            _run.Found(FindingSeverity.Warning, stage, $"{bad.Path} is left out: {bad.Reason}");
        }

        foreach (var difference in snapshot.Differences)
        {
            _run.Found(FindingSeverity.Note, stage, difference.ToSentence());
        }

        var rows = snapshot.Rows is { } known ? string.Create(CultureInfo.InvariantCulture, $", {known:N0} rows") : "";
        _run.Display.StageFinished(new StageOutcome(stage, Reused: false, Stopwatch.GetElapsedTime(start), $"{snapshot.Files.Count} files{rows}"));
        return snapshot;
    }

    private async Task<RunFacts> CleanAsync(Snapshot input, CancellationToken cancellationToken)
    {
        var compiled = RowStage.Compile(_run.Job.Contract, _run.Job.Cleaning);
        var removesDuplicates = _run.Job.Duplicates is not null;
        var rules = _run.Sections["contract"] + _run.Sections["cleaning"];
        var key = StageKey.Of("rows", SnapshotKey.Of(input), rules, removesDuplicates ? "distinct" : "all");
        var folders = new RowsFolders(
            removesDuplicates ? _run.Folder.Place("work", "rows") : _run.Folder.Place("clean"), _run.Folder.Place("quarantine"), _run.Folder.Place("work", "quarantine-converted"));
        var rows = await _run.Stages.RunAsync(
            "rows",
            $"cleaning {input.Files.Count} files",
            key,
            (scope, token) => RunRowsAsync(compiled, input, folders, !removesDuplicates, scope, token),
            result => string.Create(CultureInfo.InvariantCulture, $"{result.Clean:N0} rows clean, {result.Quarantined:N0} quarantined"),
            cancellationToken);
        Gates.CheckRows(rows, _run.Job.Gates, folders.Quarantine);

        var distinct = new DuplicatesResult(rows.CleanFiles, rows.Clean, Removed: 0);
        if (_run.Job.Duplicates is { } duplicates)
        {
            key = StageKey.Of("duplicates", key, _run.Sections["duplicates"]);
            distinct = await _run.Stages.RunAsync(
                "duplicates",
                duplicates.All ? "removing equal rows" : $"removing rows equal in {string.Join(", ", duplicates.By)}",
                key,
                (scope, token) => new DuplicatesStage(_run.Engine, _run.Job.Contract, _run.Files, _run.Job.Run.Readers).RunAsync(rows, duplicates, scope, token),
                result => string.Create(CultureInfo.InvariantCulture, $"{result.Rows:N0} rows stay, {result.Removed:N0} removed"),
                cancellationToken);
        }

        RowAccount.Require(rows.Read, distinct.Rows, rows.Quarantined, distinct.Removed);
        var facts = new RunFacts
        {
            Job = _run.Job,
            Folder = _run.Folder,
            Input = input,
            Rows = rows,
            Distinct = distinct,
            Findings = [],
            DataKey = key,
        };
        return await CleanOtherPartsAsync(facts, compiled, rules, cancellationToken);
    }

    private async Task<RowsResult> RunRowsAsync(
        RowStage compiled, Snapshot input, RowsFolders folders, bool isFinal, StageScope scope, CancellationToken cancellationToken)
    {
        var profiles = Enumerable.Range(0, _run.Job.Run.Readers).Select(_ => new TableProfile(_run.Job.Contract)).ToArray();
        var result = await new RowsStage(_run.Engine, compiled, _run.Job.Run.Readers, _run.Display)
            .RunAsync("rows", input, folders, RowStageMode.Training, (reader, batch) => profiles[reader].Add(batch), scope, cancellationToken);
        foreach (var profile in profiles.AsSpan(1))
        {
            profiles[0].Merge(profile);
        }

        await RowsOutputs.CommitAsync(result, profiles[0], isFinal, scope, cancellationToken);
        return result;
    }

    // Files that the job calls test or validation go through the same contract and rules, but every row of them is answered.
    private async Task<RunFacts> CleanOtherPartsAsync(RunFacts facts, RowStage compiled, string rules, CancellationToken cancellationToken)
    {
        if (_run.Job.Split is not FilesSplitSpec split || _run.Job.Features is null)
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
        var snapshot = await SurveyAsync(_run.Job.Input with { Files = paths }, $"survey_{part}", cancellationToken);
        var name = $"rows_{part}";
        var key = StageKey.Of(name, SnapshotKey.Of(snapshot), rules);
        var folders = new RowsFolders(_run.Folder.Place("work", part), _run.Folder.Place("work", $"{part}-quarantine"), _run.Folder.Place("work", $"{part}-converted"));
        var rows = await _run.Stages.RunAsync(
            name,
            $"preparing {snapshot.Files.Count} {part} files",
            key,
            (scope, token) => new RowsStage(_run.Engine, compiled, _run.Job.Run.Readers, _run.Display)
                .RunAsync(name, snapshot, folders, RowStageMode.Scoring, static (_, _) => { }, scope, token),
            result => string.Create(CultureInfo.InvariantCulture, $"{result.Clean:N0} {part} rows"),
            cancellationToken);
        return (snapshot, rows, key);
    }
}
