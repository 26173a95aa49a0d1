using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Millrace.Jobs.Survey;
using Millrace.Spark;
using Millrace.Spark.Sql;
using Millrace.Spark.Sql.Types;
using static Millrace.Spark.Sql.Functions;

namespace Millrace.Jobs.Cluster.Through;

/// <summary>
/// Pins a table or view that Spark reads: by the files behind it, with their sizes and times, where Spark tells them; else it is not pinned, and the manifest
/// says so.
/// </summary>
internal static class TableSurvey
{
    /// <summary>Surveys the table.</summary>
    /// <exception cref="JobFailedException">There is no such table, or Spark does not read it.</exception>
    public static async Task<Snapshot> SurveyAsync(SparkSession session, InputSpec spec, CancellationToken cancellationToken)
    {
        var table = spec.Table!;
        var frame = session.Table(table);
        await SparkFailure.TranslateAsync(() => frame.SchemaAsync(cancellationToken));
        var files = await FilesAsync(frame, table, cancellationToken);
        return new Snapshot
        {
            Spec = spec,
            Files = files ?? [],
            BadFiles = [],
            Differences = [],
            TablePin = files is null ? null : PinOf(files),
        };
    }

    /// <summary>Whether Spark numbers the rows of the files behind a table.</summary>
    public static async Task<bool> NumbersRowsAsync(DataFrame frame, CancellationToken cancellationToken)
    {
        try
        {
            await frame.Select(Col("_metadata.row_index")).SchemaAsync(cancellationToken);
            return true;
        }
        catch (AnalysisException)
        {
            return false;
        }
    }

    /// <summary>Checks that a pinned table is still what was surveyed.</summary>
    /// <exception cref="InputChangedException">Its files changed.</exception>
    public static async Task VerifyUnchangedAsync(SparkSession session, Snapshot snapshot, CancellationToken cancellationToken)
    {
        var table = snapshot.Spec.Table!;
        await session.Catalog.RefreshTableAsync(table, cancellationToken);
        if (snapshot.TablePin is { } pin && await FilesAsync(session.Table(table), table, cancellationToken) is var files && (files is null || PinOf(files) != pin))
        {
            throw new InputChangedException(table, "changed content");
        }
    }

    /// <summary>A file behind a table; what only its footer would say is left open.</summary>
    public static SnapshotFile FileOf(string address, int ordinal, long bytes, DateTime modifiedUtc) => new()
    {
        Ordinal = ordinal,
        Path = address,
        FullPath = address,
        Bytes = bytes,
        ModifiedUtc = modifiedUtc,
        FooterHash = "",
        Rows = null,
        RowGroups = [],
        Columns = [],
        Partitions = [],
    };

    private static async Task<IReadOnlyList<SnapshotFile>?> FilesAsync(DataFrame frame, string table, CancellationToken cancellationToken)
    {
        var facts = frame.Select(Col("_metadata.file_path").As("path"), Col("_metadata.file_size").As("bytes"), Col("_metadata.file_modification_time").As("modified")).Distinct();
        var files = new List<SnapshotFile>();
        try
        {
            await foreach (var row in facts.ToRowsAsync(cancellationToken))
            {
                files.Add(FileOf(row.GetAs<string>(0), 0, row.GetAs<long>(1), ((Timestamp)row[2]!).ToDateTime()));
            }
        }
        catch (AnalysisException)
        {
            return null; // no files stand behind it that Spark tells of
        }

        // Their order is that of their addresses' bytes.
        return [.. files.OrderBy(file => file.FullPath, StringComparer.Ordinal).Select((file, ordinal) => file with { Ordinal = ordinal })];
    }

    private static string PinOf(IReadOnlyList<SnapshotFile> files) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(string.Join(
        '\n', files.Select(file => string.Create(CultureInfo.InvariantCulture, $"{file.FullPath}|{file.Bytes}|{file.ModifiedUtc.Ticks}"))))));
}
