using System.Security.Cryptography;
using System.Text;
using Millrace.Jobs.Cluster.Executors;
using Millrace.Jobs.Ledger;
using Millrace.Jobs.Places;
using Millrace.Jobs.Survey;
using Millrace.Spark.Sql;
using static Millrace.Spark.Sql.Functions;

namespace Millrace.Jobs.Cluster.Through;

/// <summary>
/// The job's input read by Spark, whose rows cross to the workers as Arrow batches. Files are read in groups of equal columns, so that a column which a file has not
/// is missing and not null; a table or view is one group. Reports are journaled as they come, each with the rows that it stands for: a run that was killed reads the other rows only,
/// where Spark numbers rows.
/// </summary>
internal sealed class ThroughReading(SparkLink link, RunFolder folder, StagingArea staging)
{
    private const int LabelLength = 12;
    private const string FileColumn = "_millrace_file";
    private const string RowColumn = "_millrace_row";

    // What Spark's own Parquet reader refuses, or gives without its meaning.
    private static readonly string[] RefusedTypes = ["uuid", "timestamp[ns", "time[", "float16", "interval"];

    /// <summary>Runs work over the whole input and gives the accepted reports.</summary>
    public async Task<IReadOnlyList<ShareReport>> RunAsync<TStatistics>(
        IRowWork<TStatistics> work, WorkRequest request, CancellationToken cancellationToken)
        where TStatistics : class
    {
        var snapshot = request.Inputs.Single().Snapshot;
        await using var journal = await ShareJournal.OpenAsync(staging.JournalFile, cancellationToken);
        List<ShareReport> reports = [.. journal.Found.Values.Where(report => report.Covered is not null && staging.IsThere(report, request.Folders))];
        var covered = Coverage.Of(reports);
        if (!covered.IsUsable(snapshot.Files))
        {
            reports.Clear();
            covered = Coverage.Of([]);
        }

        var rows = reports.Sum(report => report.Rows);
        link.Progress.Told = words => request.Progressed(Volatile.Read(ref rows), words);
        try
        {
            foreach (var (frame, source) in await SourcesAsync(request.Key, snapshot, covered, cancellationToken))
            {
                var file = await ContentFile.WriteAsync(folder.Place("work", "assignments"), source, cancellationToken);
                var settings = new ThroughSettings(work.Settings, file, staging.Root, link.Limits);
                await foreach (var text in SparkOperation.RunAsync(frame, ThroughOperator<TStatistics>.NameOf(work.Name), settings, cancellationToken))
                {
                    reports.Add(staging.Accept(ReportRow.Read<ShareReport>(text), request.Folders));
                    await journal.AppendAsync(reports[^1], cancellationToken);
                    Volatile.Write(ref rows, rows + reports[^1].Rows);
                    request.Progressed(rows, null);
                }
            }
        }
        finally
        {
            link.Progress.Told = null;
        }

        await VerifyUnchangedAsync(snapshot, cancellationToken);
        return reports;
    }

    private async Task<IReadOnlyList<(DataFrame Frame, ThroughSource Source)>> SourcesAsync(
        string key, Snapshot snapshot, Coverage covered, CancellationToken cancellationToken)
    {
        if (snapshot.Spec.Table is { } table)
        {
            var frame = link.Session.Table(table);
            var names = (await SparkFailure.TranslateAsync(() => frame.SchemaAsync(cancellationToken))).Fields.Select(field => field.Name).ToArray();
            var hasRows = snapshot.Files.Count > 0 && await TableSurvey.NumbersRowsAsync(frame, cancellationToken);
            var rows = Rest(Select(frame, names, hasRows), snapshot.Files, covered);
            return [(rows, new ThroughSource(Label(key, table, covered), table, WithTable(snapshot, table, hasRows), hasRows))];
        }

        if (snapshot.Spec.Format == InputFormat.Csv)
        {
            throw new JobFailedException("Text files are read by the executors themselves: take `read: through_spark` out of run.spark.");
        }

        foreach (var file in snapshot.Files)
        {
            Refuse(file);
            snapshot.VerifyUnchanged(file);
        }

        return
        [
            .. snapshot.Files.Where(file => !covered.IsWhole(file)).GroupBy(file => string.Join('\n', file.Columns.Select(column => $"{column.Name}|{column.Type}")))
                .Select(group => OfFiles(key, snapshot, [.. group], covered)),
        ];
    }

    private (DataFrame Frame, ThroughSource Source) OfFiles(string key, Snapshot snapshot, IReadOnlyList<SnapshotFile> files, Coverage covered)
    {
        var frame = link.Session.Read().Parquet([.. files.Select(file => SparkPath.Of(file.FullPath))]);
        return (
            Rest(Select(frame, [.. files[0].Columns.Select(column => column.Name)], hasRows: true), files, covered),
            new ThroughSource(Label(key, files[0].FullPath, covered), "", ShareList.Slim(snapshot), HasFiles: true));
    }

    private static DataFrame Select(DataFrame frame, IReadOnlyList<string> names, bool hasRows)
    {
        IEnumerable<Column> columns = names.Select(name => Col(SparkPath.Column(name)));
        return frame.Select([.. hasRows ? columns.Append(XXHash64(Col("_metadata.file_path")).As(FileColumn)).Append(Col("_metadata.row_index").As(RowColumn)) : columns]);
    }

    private static DataFrame Rest(DataFrame rows, IReadOnlyList<SnapshotFile> files, Coverage covered) =>
        covered.Remaining(files, FileColumn, RowColumn) is { } condition ? rows.Where(condition) : rows;

    // Rows without a file belong to one that stands for the table.
    private static Snapshot WithTable(Snapshot snapshot, string table, bool hasRows) => hasRows
        ? snapshot
        : snapshot with { Files = [TableSurvey.FileOf(table, 0, 0, default)] };

    private static void Refuse(SnapshotFile file)
    {
        if (file.Columns.FirstOrDefault(column => RefusedTypes.Any(type => column.Type.StartsWith(type, StringComparison.Ordinal))) is { } column)
        {
            throw new JobFailedException($"{file.Path}: column {column.Name} is {column.Type}, which Spark does not read; take `read: through_spark` out of run.spark, then the executors read it themselves.");
        }
    }

    private async Task VerifyUnchangedAsync(Snapshot snapshot, CancellationToken cancellationToken)
    {
        if (snapshot.Spec.Table is not null)
        {
            await TableSurvey.VerifyUnchangedAsync(link.Session, snapshot, cancellationToken);
            return;
        }

        foreach (var file in snapshot.Files)
        {
            snapshot.VerifyUnchanged(file);
        }
    }

    // Partitions of what is left are other rows than those of the whole, and their files get other names.
    private static string Label(string key, string source, Coverage covered) =>
        Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes($"{key}\n{source}\n{covered.Text}")))[..LabelLength];
}
