using Millrace.Features.Contracts;
using Millrace.Jobs.Ledger;
using Millrace.Jobs.Places;
using Millrace.Jobs.Specification;

namespace Millrace.Jobs.Stages.Rows;

/// <summary>
/// Removes the rows that the job calls duplicates, by the engine, on the row hash; the row of smallest hash stays. A file that lost no row is copied
/// unchanged; where none did, the rows are those that the row stage hashed.
/// </summary>
internal sealed class DuplicatesStage(IPlace place, TableContract contract, CleanFiles files)
{
    /// <summary>Name in ledger and display.</summary>
    public const string Name = "duplicates";

    /// <summary>Writes the rows that stay to <c>clean/</c>.</summary>
    public async Task<DuplicatesResult> RunAsync(
        RowsResult rows, DuplicateSpec spec, string key, StageScope scope, CancellationToken cancellationToken)
    {
        var target = scope.Folder.Place("clean");
        if (rows.CleanFiles.Count == 0)
        {
            scope.Folder.ResetFolder(target);
            return new DuplicatesResult([], 0, 0);
        }

        var request = new DedupeRequest
        {
            Stage = Name,
            Key = key,
            Files = [.. rows.CleanFiles.Select(file => scope.Folder.Place(file))],
            KeyColumns = spec.All ? null : spec.By,
            OutputFolder = target,
        };
        var result = await place.DedupeAsync(request, cancellationToken);
        RowAccount.Require(rows.Clean, result.Rows, quarantined: 0, duplicates: result.Removed);
        var kept = result.Files.Select(file => scope.Folder.Relative(file.Path)).Order(StringComparer.Ordinal).ToArray();
        var content = result.Removed == 0 ? rows.CleanContentHash : await HashAsync(kept, result.Rows, key, cancellationToken);
        scope.Commit("clean", kept.Select(file => scope.Folder.Place(file)), result.Rows, content);
        return new DuplicatesResult(kept, result.Rows, result.Removed);
    }

    // Of other rows than the row stage hashed.
    private async Task<string> HashAsync(IReadOnlyList<string> kept, long rows, string key, CancellationToken cancellationToken)
    {
        var hashing = new WorkRequest { Stage = Name, Key = key, Inputs = [await files.PinAsync(kept, RowRole.Main, cancellationToken)] };
        var content = (await place.RunAsync(HashWork.Of(contract), hashing, cancellationToken)).Statistics.Content;
        return content.Rows == rows
            ? content.ToString()
            : throw new InvalidOperationException($"The engine said that {rows} rows stay, and {content.Rows} are in the files. Please report it.");
    }
}
