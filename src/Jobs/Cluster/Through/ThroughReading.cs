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
/// is missing and not null; a table or view is one group.
/// </summary>
internal sealed class ThroughReading(SparkLink link, RunFolder folder, StagingArea staging)
{
    private const int LabelLength = 12;

    // What Spark's own Parquet reader refuses, or gives without its meaning.
    private static readonly string[] RefusedTypes = ["uuid", "timestamp[ns", "time[", "float16", "interval"];

    /// <summary>Runs work over the whole input and gives the accepted reports.</summary>
    public async Task<IReadOnlyList<ShareReport>> RunAsync<TStatistics>(
        IRowWork<TStatistics> work, WorkRequest request, CancellationToken cancellationToken)
        where TStatistics : class
    {
        var snapshot = request.Inputs.Single().Snapshot;
        var reports = new List<ShareReport>();
        var rows = 0L;
        link.Progress.Told = words => request.Progressed(Volatile.Read(ref rows), words);
        try
        {
            foreach (var (frame, source) in await SourcesAsync(request.Key, snapshot, cancellationToken))
            {
                var file = await ContentFile.WriteAsync(folder.Place("work", "assignments"), source, cancellationToken);
                var settings = new ThroughSettings(work.Settings, file, staging.Root, link.Limits);
                await foreach (var text in SparkOperation.RunAsync(frame, ThroughOperator<TStatistics>.NameOf(work.Name), settings, cancellationToken))
                {
                    reports.Add(ReportRow.Read<ShareReport>(text));
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

    private async Task<IReadOnlyList<(DataFrame Frame, ThroughSource Source)>> SourcesAsync(string key, Snapshot snapshot, CancellationToken cancellationToken)
    {
        if (snapshot.Spec.Table is { } table)
        {
            var frame = link.Session.Table(table);
            var names = (await SparkFailure.TranslateAsync(() => frame.SchemaAsync(cancellationToken))).Fields.Select(field => field.Name).ToArray();
            var hasRows = snapshot.Files.Count > 0 && await TableSurvey.NumbersRowsAsync(frame, cancellationToken);
            return [(Select(frame, names, hasRows), new ThroughSource(Label(key, table), table, WithTable(snapshot, table, hasRows), hasRows))];
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

        return [.. snapshot.Files.GroupBy(file => string.Join('\n', file.Columns.Select(column => $"{column.Name}|{column.Type}"))).Select(group => OfFiles(key, snapshot, [.. group]))];
    }

    private (DataFrame Frame, ThroughSource Source) OfFiles(string key, Snapshot snapshot, IReadOnlyList<SnapshotFile> files)
    {
        var columns = files[0].Columns;
        var frame = link.Session.Read().Parquet([.. files.Select(file => SparkPath.Of(file.FullPath))]);
        var slim = ShareList.Slim(snapshot);
        return (
            Select(frame, [.. columns.Select(column => column.Name)], hasRows: true),
            new ThroughSource(Label(key, files[0].FullPath), "", slim, HasFiles: true));
    }

    private static DataFrame Select(DataFrame frame, IReadOnlyList<string> names, bool hasRows)
    {
        IEnumerable<Column> columns = names.Select(name => Col(SparkPath.Column(name)));
        return frame.Select([.. hasRows ? columns.Append(Col("_metadata.file_path").As("_millrace_file")).Append(Col("_metadata.row_index").As("_millrace_row")) : columns]);
    }

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

    private static string Label(string key, string source) =>
        Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes($"{key}\n{source}")))[..LabelLength];
}
