using System.Globalization;
using Millrace.Features.Splitting;
using Millrace.Jobs.Ledger;
using Millrace.Jobs.Progress;
using Millrace.Jobs.Relations;
using Millrace.Jobs.Specification.Relations;
using Millrace.Jobs.Stages.Rows;

namespace Millrace.Jobs.Stages.Relations;

/// <summary>Further inputs through their row stages, then the joins. A job without a relation stage passes.</summary>
internal sealed class RelationStages(RunContext run)
{
    /// <summary>Runs them, or takes what an earlier run left.</summary>
    /// <exception cref="JobFailedException">A gate or the data failed.</exception>
    public async Task<RunFacts> RunAsync(RunFacts facts, CancellationToken cancellationToken)
    {
        if (RelationPlan.Of(run.Job) is not { } plan)
        {
            return facts;
        }

        if (run.Job.Split is HashSplitSpec && run.Job.Relation!.Steps.Any(step => step is WindowStep))
        {
            run.Found(FindingSeverity.Warning, RelationStage.Name, "windows over time with a split by hash: training sees rows from around the test rows; `split: { kind: time }` keeps them apart");
        }

        var inputs = new List<SideInput>();
        foreach (var input in plan.Inputs)
        {
            inputs.Add(await CleanAsync(input, cancellationToken));
        }

        var key = StageKey.Of(
            RelationStage.Name, [facts.DataKey, run.Sections["relation"], run.Sections["inputs"], run.Sections["contract"], .. inputs.Select(input => input.Key)]);
        var result = await run.Stages.RunAsync(
            new StageTitle(RelationStage.Name, string.Create(CultureInfo.InvariantCulture, $"{plan.Steps.Count} steps over {1 + inputs.Count} tables"), key),
            (scope, token) => new RelationStage(run, plan).RunAsync(facts.PartRows, inputs, key, scope, token),
            done => string.Create(CultureInfo.InvariantCulture, $"{done.Rows:N0} rows"),
            cancellationToken);
        if (result.Steps.FirstOrDefault(step => step.Table == RelationSpec.Rows) is { } first && first.RowsBefore != facts.Distinct.Rows)
        {
            throw new InvalidOperationException($"{facts.Distinct.Rows} rows are clean, and the joins began with {first.RowsBefore}. Please report it.");
        }

        foreach (var step in result.Steps.Where(step => step is { Matched: 0, RowsBefore: > 0 }))
        {
            run.Found(FindingSeverity.Warning, RelationStage.Name, $"{step.Step} found nothing for any row: look at the keys of both sides");
        }

        return facts with { SideInputs = inputs, Relation = result, DataKey = key };
    }

    private async Task<SideInput> CleanAsync(PlanInput input, CancellationToken cancellationToken)
    {
        var snapshot = await new SurveyStage(run).RunAsync(input.Spec.Input, StageNames.SurveyOf(input.Name), [], cancellationToken);
        var name = StageNames.InputOf(input.Name);
        var key = StageKey.Of(name, SnapshotKey.Of(snapshot), JobSections.Of(input.Spec), string.Join(',', input.Integers));
        var folders = new RowsFolders(
            run.Folder.Place("inputs", input.Name, "clean"), run.Folder.Place("inputs", input.Name, "quarantine"), run.Folder.Place("work", "inputs", input.Name));
        var rows = await run.Stages.RunAsync(
            new StageTitle(name, $"cleaning {ProgressWords.Count(snapshot.Files.Count, "file")} of {input.Name}", key),
            async (scope, token) =>
            {
                var (result, _) = await new RowsStage(run.Place, run.Display).RunAsync(new RowsRequest(name, key, RowsWork.OfInput(run.Job, input.Name), snapshot, folders), scope, token);
                scope.Commit(name, result.CleanFiles.Select(file => scope.Folder.Place(file)), result.Clean, result.CleanContentHash);
                scope.Commit($"{name}_quarantine", result.QuarantineFiles.Select(file => scope.Folder.Place(file)), result.Quarantined, result.QuarantineContentHash);
                return result;
            },
            result => string.Create(CultureInfo.InvariantCulture, $"{result.Clean:N0} rows clean, {result.Quarantined:N0} quarantined"),
            cancellationToken);
        Gates.CheckRows(rows, run.Job.Gates, folders.Quarantine);
        return new SideInput(input.Name, snapshot, rows, key);
    }
}
