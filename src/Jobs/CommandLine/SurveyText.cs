using Millrace.Features.Cleaning.Steps;
using Millrace.Jobs.Progress;
using Millrace.Jobs.Specification;
using Millrace.Jobs.Survey;

namespace Millrace.Jobs.CommandLine;

/// <summary>Puts a survey into words.</summary>
internal static class SurveyText
{
    private const int MaxLines = 40;

    /// <summary>Writes <paramref name="snapshot"/>, and how its columns meet the contract of <paramref name="job"/>.</summary>
    public static void Write(Snapshot snapshot, JobSpec job, TextWriter output)
    {
        output.WriteLine($"{ProgressWords.Count(snapshot.Files.Count, "file")}, {Rows(snapshot.Rows)}, {ProgressWords.Bytes(snapshot.Bytes)}");
        output.WriteLine();
        List(output, snapshot.Files, file => $"{file.Path}  {Rows(file.Rows)}, {ProgressWords.Count(file.RowGroups.Count, "row group")}, {ProgressWords.Bytes(file.Bytes)}{Partitions(file)}");
        Section(output, "Columns (of the first file, then what others add)", Columns(snapshot, job));
        Section(output, "Left out", [.. snapshot.BadFiles.Select(file => $"{file.Path}  {file.Reason}")]);
        Section(output, "Differences from the first file", [.. snapshot.Differences.Select(difference => difference.ToSentence())]);
    }

    /// <summary><c>1,234 rows</c>; CSV files are counted only while they are read.</summary>
    public static string Rows(long? rows) => rows is { } known ? ProgressWords.Count(known, "row") : "rows not known before reading";

    private static string Partitions(SnapshotFile file) =>
        file.Partitions.Count == 0 ? "" : "  " + string.Join(", ", file.Partitions.Select(part => $"{part.Key}={part.Value ?? "null"}"));

    private static List<string> Columns(Snapshot snapshot, JobSpec job)
    {
        var contract = job.Contract.Columns.ToDictionary(column => column.SourceName, StringComparer.Ordinal);
        var lines = new List<string>();
        foreach (var name in snapshot.ColumnNames)
        {
            var declared = snapshot.Files.SelectMany(file => file.Columns).FirstOrDefault(column => column.Name == name)?.Type ?? "partition key, text";
            lines.Add($"{name}  {declared}{(contract.TryGetValue(name, out var column) ? $" -> {column.Type}" : "  (not in the contract, not read)")}");
        }

        foreach (var column in job.Contract.Columns.Where(column => !snapshot.ColumnNames.Contains(column.SourceName) && !job.Cleaning.OfType<DeriveStep>().Any(step => step.Column == column.Name)))
        {
            lines.Add($"{column.SourceName}  in the contract, in no file: {(column.Nullable ? "every row gets null" : "every row will be quarantined")}");
        }

        return lines;
    }

    private static void Section(TextWriter output, string title, List<string> lines)
    {
        if (lines.Count > 0)
        {
            output.WriteLine();
            output.WriteLine(title);
            List(output, lines, line => line);
        }
    }

    private static void List<T>(TextWriter output, IReadOnlyList<T> items, Func<T, string> line)
    {
        foreach (var item in items.Take(MaxLines))
        {
            output.WriteLine("  " + line(item));
        }

        if (items.Count > MaxLines)
        {
            output.WriteLine($"  ... and {ProgressWords.Count(items.Count - MaxLines)} more; --json shows all");
        }
    }
}
