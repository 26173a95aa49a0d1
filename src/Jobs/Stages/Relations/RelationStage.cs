using Millrace.Jobs.Ledger;
using Millrace.Jobs.Places;
using Millrace.Jobs.Progress;
using Millrace.Jobs.Relations;
using Millrace.Jobs.Stages.Features;
using Millrace.Jobs.Stages.Rows;

namespace Millrace.Jobs.Stages.Relations;

/// <summary>Clean rows and further inputs → the training table: the engine joins, C# finishes.</summary>
internal sealed class RelationStage(RunContext run, RelationPlan plan)
{
    /// <summary>Name in ledger and display.</summary>
    public const string Name = "relation";

    /// <summary>Profile of the columns that the stage made.</summary>
    public const string ProfileFileName = "table-profile.json";

    /// <summary>Joins and writes <c>table/</c>.</summary>
    /// <param name="rows">The main input's rows.</param>
    /// <param name="inputs">The further inputs.</param>
    /// <param name="key">Key of the stage.</param>
    /// <param name="scope">The stage's scope.</param>
    /// <param name="cancellationToken">Stops the engine.</param>
    /// <exception cref="JobFailedException">A join multiplies rows although it may not, or brings what is later than the label.</exception>
    public async Task<RelationResult> RunAsync(PartRows rows, IReadOnlyList<SideInput> inputs, string key, StageScope scope, CancellationToken cancellationToken)
    {
        var work = scope.Folder.Place("work", Name);
        scope.Folder.ResetFolder(work);
        var raw = await JoinAsync(rows, inputs, work, cancellationToken);
        var request = new WorkRequest
        {
            Stage = Name,
            Key = key,
            Inputs = [.. await Task.WhenAll(raw.Files.Select(pair => run.Files.PinAsync([.. pair.Value.Select(scope.Folder.Relative)], pair.Key, cancellationToken)))],
            Folders = raw.Files.Keys.Append(RowRole.Main).Distinct().ToDictionary(
                FinishWork.KindOf, role => role == RowRole.Main ? scope.Folder.Place("table") : scope.Folder.Place("work", FinishWork.KindOf(role))),
            Progressed = (done, words) => run.Display.Progressed(new StageProgress(Name, done, raw.Rows.Values.Sum(), "rows", words)),
        };
        var finished = await run.Place.RunAsync(new FinishWork(LearningSettings.Of(run.Job)), request, cancellationToken);
        foreach (var (role, count) in raw.Rows)
        {
            var content = finished.Statistics.Of(role);
            if (content.Rows != count)
            {
                throw new InvalidOperationException($"The engine made {count} rows ({role}), and {content.Rows} were finished. Please report it.");
            }

            scope.Commit(FinishWork.KindOf(role), finished.PathsOf(FinishWork.KindOf(role)), count, content.ToString());
        }

        await RowsOutputs.CommitProfileAsync("table_profile", ProfileFileName, finished.Statistics.Profile, scope, cancellationToken);
        scope.Folder.ResetFolder(work);
        return new RelationResult
        {
            Files = raw.Files.Keys.ToDictionary(role => role, IReadOnlyList<string> (role) => [.. finished.PathsOf(FinishWork.KindOf(role)).Select(scope.Folder.Relative)]),
            Rows = raw.Rows.GetValueOrDefault(RowRole.Main),
            Steps = raw.Reports,
        };
    }

    private async Task<RelationOutput> JoinAsync(PartRows rows, IReadOnlyList<SideInput> inputs, string work, CancellationToken cancellationToken)
    {
        await using var engine = await run.Place.OpenRelationsAsync(cancellationToken);
        var runner = new RelationRunner(plan, engine, work);
        return await runner.RunAsync(
            new Dictionary<RowRole, IReadOnlyList<string>>
            {
                [RowRole.Main] = Places(rows.Clean),
                [RowRole.Quarantined] = Places(rows.Quarantined),
                [RowRole.Validation] = Places(rows.ValidationFiles),
                [RowRole.Test] = Places(rows.TestFiles),
            },
            inputs.ToDictionary(input => input.Name, input => Places(input.Rows.CleanFiles), StringComparer.Ordinal),
            (step, label) => run.Display.Progressed(new StageProgress(Name, step, plan.Steps.Count, "steps", label)),
            cancellationToken);
    }

    private IReadOnlyList<string> Places(IReadOnlyList<string> files) => [.. files.Select(file => run.Folder.Place(file))];
}
