using System.Globalization;
using Millrace.Features.Splitting;
using Millrace.Jobs.Ledger;
using Millrace.Jobs.Progress;
using Millrace.Jobs.Relations;
using Millrace.Jobs.Stages.Rows;
using Millrace.Jobs.Survey;

namespace Millrace.Jobs.Stages;

/// <summary>From files to clean rows: survey, row stage, duplicate removal, and the same rules over the files that the job calls test or validation.</summary>
internal sealed class CleaningStages(RunContext run)
{
    private readonly RunContext _run = run;

    /// <summary>Runs them, or takes what an earlier run left.</summary>
    /// <exception cref="JobFailedException">A gate or the data failed.</exception>
    public async Task<RunFacts> RunAsync(CancellationToken cancellationToken)
    {
        var input = await new SurveyStage(_run).RunAsync(_run.Job.Input, StageNames.Survey, SplitFiles.Of(_run.Job), cancellationToken);
        return await CleanAsync(input, cancellationToken);
    }

    private async Task<RunFacts> CleanAsync(Snapshot input, CancellationToken cancellationToken)
    {
        var removesDuplicates = _run.Job.Duplicates is not null;
        var rules = _run.Sections["contract"] + _run.Sections["cleaning"] + string.Join(',', RelationPlan.Of(_run.Job)?.Integers ?? []);
        var key = StageKey.Of(StageNames.Rows, SnapshotKey.Of(input), rules, removesDuplicates ? "distinct" : "all", RowsWork.MayTestQuarantined(_run.Job) ? "converted" : "");
        var folders = new RowsFolders(
            removesDuplicates ? _run.Folder.Place("work", "rows") : _run.Folder.Place("clean"), _run.Folder.Place("quarantine"), _run.Folder.Place("work", "quarantine-converted"));
        var rows = await _run.Stages.RunAsync(
            new StageTitle(StageNames.Rows, $"cleaning {ProgressWords.Count(input.Files.Count, "file")}", key),
            (scope, token) => RunRowsAsync(new RowsRequest(StageNames.Rows, key, RowsWork.Of(_run.Job, isScoring: false, withProfile: true), input, folders), scope, token),
            result => string.Create(CultureInfo.InvariantCulture, $"{result.Clean:N0} rows clean, {result.Quarantined:N0} quarantined"),
            cancellationToken);
        Gates.CheckRows(rows, _run.Job.Gates, folders.Quarantine);

        var distinct = new DuplicatesResult(rows.CleanFiles, rows.Clean, Removed: 0);
        if (_run.Job.Duplicates is { } duplicates)
        {
            var duplicatesKey = StageKey.Of(DuplicatesStage.Name, key, _run.Sections["duplicates"]);
            key = duplicatesKey;
            distinct = await _run.Stages.RunAsync(
                new StageTitle(
                    DuplicatesStage.Name,
                    duplicates.All ? "removing equal rows" : $"removing rows equal in {string.Join(", ", duplicates.By)}",
                    duplicatesKey),
                (scope, token) => new DuplicatesStage(_run.Place, _run.Job.Contract, _run.Files).RunAsync(rows, duplicates, duplicatesKey, scope, token),
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
        return await CleanOtherPartsAsync(facts, rules, cancellationToken);
    }

    private async Task<RowsResult> RunRowsAsync(RowsRequest request, StageScope scope, CancellationToken cancellationToken)
    {
        var (result, profile) = await new RowsStage(_run.Place, _run.Display).RunAsync(request, scope, cancellationToken);
        await RowsOutputs.CommitAsync(result, profile!, isFinal: _run.Job.Duplicates is null, scope, cancellationToken);
        return result;
    }

    // Files that the job calls test or validation go through the same contract and rules, but every row of them is answered.
    private async Task<RunFacts> CleanOtherPartsAsync(RunFacts facts, string rules, CancellationToken cancellationToken)
    {
        if (_run.Job.Split is not FilesSplitSpec split || _run.Job.Features is null)
        {
            return facts;
        }

        if (split.Test.Count > 0)
        {
            var (snapshot, rows, key) = await CleanPartAsync(split.Test, StageNames.TestPart, rules, cancellationToken);
            facts = facts with { TestInput = snapshot, TestRows = rows, DataKey = StageKey.Of("data", facts.DataKey, key) };
        }

        if (split.ValidationFiles.Count > 0)
        {
            var (snapshot, rows, key) = await CleanPartAsync(split.ValidationFiles, StageNames.ValidationPart, rules, cancellationToken);
            RefuseShared(facts.TestInput, snapshot);
            facts = facts with { ValidationInput = snapshot, ValidationRows = rows, DataKey = StageKey.Of("data", facts.DataKey, key) };
        }

        return facts;
    }

    private static void RefuseShared(Snapshot? test, Snapshot validation)
    {
        var tested = test?.Files.Select(file => file.FullPath).ToHashSet(StringComparer.Ordinal) ?? [];
        if (validation.Files.FirstOrDefault(file => tested.Contains(file.FullPath)) is { } shared)
        {
            throw new JobFailedException($"{shared.Path} is named both in split.test and in split.validation_files: what training is stopped by cannot test it. Name it in one of them.");
        }
    }

    private async Task<(Snapshot Snapshot, RowsResult Rows, string Key)> CleanPartAsync(
        IReadOnlyList<string> paths, string part, string rules, CancellationToken cancellationToken)
    {
        var snapshot = await new SurveyStage(_run).RunAsync(_run.Job.Input with { Files = paths }, StageNames.SurveyOf(part), [], cancellationToken);
        var name = StageNames.RowsOf(part);
        var key = StageKey.Of(name, SnapshotKey.Of(snapshot), rules);
        var folders = new RowsFolders(_run.Folder.Place("work", part), _run.Folder.Place("work", $"{part}-quarantine"), _run.Folder.Place("work", $"{part}-converted"));
        var rows = await _run.Stages.RunAsync(
            new StageTitle(name, $"preparing {ProgressWords.Count(snapshot.Files.Count, $"{part} file")}", key),
            async (scope, token) =>
            {
                var work = RowsWork.Of(_run.Job, isScoring: true, withProfile: false);
                return (await new RowsStage(_run.Place, _run.Display).RunAsync(new RowsRequest(name, key, work, snapshot, folders), scope, token)).Result;
            },
            result => string.Create(CultureInfo.InvariantCulture, $"{result.Clean:N0} {part} rows"),
            cancellationToken);
        return (snapshot, rows, key);
    }
}
