using System.Security.Cryptography;
using System.Text.Json;
using Millrace.Features.Statistics;
using Millrace.Jobs.Ledger;

namespace Millrace.Jobs.Stages.Rows;

/// <summary>Names what the row stage wrote: clean rows, quarantine, cell-change log, profile.</summary>
internal static class RowsOutputs
{
    public const string ProfileFileName = "profile.json";

    /// <summary>Writes the log and the profile, and commits all outputs.</summary>
    /// <param name="result">The row stage's result.</param>
    /// <param name="profile">Profile of the clean rows.</param>
    /// <param name="isFinal">Whether no later stage takes rows away: else the clean rows have another name until then.</param>
    /// <param name="scope">The stage's scope.</param>
    /// <param name="cancellationToken">Stops before the next file.</param>
    public static async Task CommitAsync(RowsResult result, TableProfile profile, bool isFinal, StageScope scope, CancellationToken cancellationToken)
    {
        scope.Commit(isFinal ? "clean" : "rows", Places(result.CleanFiles, scope), result.Clean, result.CleanContentHash);
        scope.Commit("quarantine", Places(result.QuarantineFiles, scope), result.Quarantined, result.QuarantineContentHash);
        if (result.QuarantinedConvertedFiles.Count > 0)
        {
            scope.Commit("quarantine_converted", Places(result.QuarantinedConvertedFiles, scope), result.Quarantined - result.BadRows, result.ReadStatistics().QuarantinedContent.ToString());
        }

        var changesFolder = scope.Folder.Place("changes");
        scope.Folder.ResetFolder(changesFolder);
        var changes = result.ReadStatistics().Changes.Values.ToArray();
        await CommitJsonAsync("changes", Path.Combine(changesFolder, "changes.json"), JsonSerializer.SerializeToUtf8Bytes(changes, LedgerJson.Options), scope, cancellationToken);
        await CommitProfileAsync("profile", ProfileFileName, profile, scope, cancellationToken);
    }

    /// <summary>Writes a profile and commits it; null: there is nothing to profile, and no file.</summary>
    /// <param name="name">Name of the output.</param>
    /// <param name="fileName">Its file in the run folder.</param>
    /// <param name="profile">The profile.</param>
    /// <param name="scope">The stage's scope.</param>
    /// <param name="cancellationToken">Stops writing.</param>
    public static async Task CommitProfileAsync(string name, string fileName, TableProfile? profile, StageScope scope, CancellationToken cancellationToken)
    {
        if (profile is not null)
        {
            await CommitJsonAsync(name, scope.Folder.Place(fileName), profile.ToJson(), scope, cancellationToken);
        }
    }

    private static async Task CommitJsonAsync(string name, string path, byte[] json, StageScope scope, CancellationToken cancellationToken)
    {
        await AtomicFile.WriteAsync(path, json, cancellationToken);
        scope.Commit(name, [path], rows: null, Convert.ToHexStringLower(SHA256.HashData(json)));
    }

    private static IEnumerable<string> Places(IReadOnlyList<string> files, StageScope scope) => files.Select(file => scope.Folder.Place(file));
}
