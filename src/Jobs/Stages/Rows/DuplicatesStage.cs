using Millrace.Features.Contracts;
using Millrace.Features.Hashing;
using Millrace.Jobs.Engine;
using Millrace.Jobs.Ledger;
using Millrace.Jobs.Specification;

namespace Millrace.Jobs.Stages.Rows;

/// <summary>
/// Removes the rows that the job calls duplicates, by the engine, on the row hash; the row of smallest hash stays. A file that lost no row is copied
/// unchanged.
/// </summary>
internal sealed class DuplicatesStage(IEngine engine, TableContract contract, CleanFiles files, int readers)
{
    /// <summary>Writes the rows that stay to <c>clean/</c>.</summary>
    public async Task<DuplicatesResult> RunAsync(RowsResult rows, DuplicateSpec spec, StageScope scope, CancellationToken cancellationToken)
    {
        var target = scope.Folder.Place("clean");
        scope.Folder.ResetFolder(target);
        if (rows.CleanFiles.Count == 0)
        {
            return new DuplicatesResult([], 0, 0);
        }

        var result = await engine.DedupeAsync(
            [.. rows.CleanFiles.Select(file => scope.Folder.Place(file))], spec.All ? null : spec.By, target, cancellationToken);
        RowAccount.Require(rows.Clean, result.Rows, quarantined: 0, duplicates: result.Removed);
        var kept = result.Files.Select(file => scope.Folder.Relative(BringInto(target, file.Path))).Order(StringComparer.Ordinal).ToArray();
        var content = await HashAsync(kept, cancellationToken);
        if (content.Rows != result.Rows)
        {
            throw new InvalidOperationException($"The engine said that {result.Rows} rows stay, and {content.Rows} are in the files. Please report it.");
        }

        scope.Commit("clean", kept.Select(file => scope.Folder.Place(file)), result.Rows, content.ToString());
        return new DuplicatesResult(kept, result.Rows, result.Removed);
    }

    private static string BringInto(string folder, string path)
    {
        if (Path.GetDirectoryName(path) == folder)
        {
            return path;
        }

        var place = Path.Combine(folder, Path.GetFileName(path));
        File.Copy(path, place);
        return place;
    }

    private async Task<ContentHash> HashAsync(IReadOnlyList<string> kept, CancellationToken cancellationToken)
    {
        var parts = new ContentHash[readers];
        var columns = Enumerable.Range(0, contract.Columns.Count).ToArray();
        await files.VisitAsync(
            kept,
            [.. contract.Columns.Select(column => column.Name)],
            (reader, batch, _) =>
            {
                parts[reader] = ContentHash.Merge(parts[reader], RowIdentity.ComputeContent(batch, columns));
                return ValueTask.CompletedTask;
            },
            cancellationToken);
        return parts.Aggregate(default(ContentHash), ContentHash.Merge);
    }
}
