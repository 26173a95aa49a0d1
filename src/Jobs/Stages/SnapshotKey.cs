using System.Globalization;
using Millrace.Jobs.Ledger;
using Millrace.Jobs.Survey;

namespace Millrace.Jobs.Stages;

/// <summary>A pinned input as part of a key: every file's path, size, modification time, footer and partition values, and those that were left out.</summary>
internal static class SnapshotKey
{
    public static string Of(Snapshot snapshot) => StageKey.Of(
        "snapshot",
        [
            snapshot.Spec.Format.ToString(),
            snapshot.Spec.Csv.ToString(),
            Table(snapshot),
            .. snapshot.Files.Select(file => string.Create(
                CultureInfo.InvariantCulture, $"{file.Path}|{file.Bytes}|{file.ModifiedUtc.Ticks}|{file.FooterHash}|{Partitions(file)}")),
            .. snapshot.BadFiles.Select(file => $"bad|{file.Path}|{file.Fault}"),
        ]);

    private static string Partitions(SnapshotFile file) => string.Join('|', file.Partitions.Select(part => part.Value is { } value ? $"{part.Key}={value}" : part.Key));

    // Nothing says whether a table without a version is still the same, so each run is another input.
    private static string Table(Snapshot snapshot) => snapshot.Spec.Table is { } table ? $"{table}|{snapshot.TablePin ?? Guid.NewGuid().ToString("N")}" : "";
}
