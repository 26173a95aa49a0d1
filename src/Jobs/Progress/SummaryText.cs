namespace Millrace.Jobs.Progress;

/// <summary>Puts a finished run into words, for the end of <c>millrace run</c>.</summary>
public static class SummaryText
{
    private const int MaxLines = 12;

    /// <summary>Writes <paramref name="summary"/> to <paramref name="output"/>.</summary>
    public static void Write(RunSummary summary, TextWriter output)
    {
        ArgumentNullException.ThrowIfNull(summary);
        ArgumentNullException.ThrowIfNull(output);
        output.WriteLine();
        output.WriteLine(summary.NothingToDo
            ? $"{summary.Job}: nothing has changed since the last run, so nothing was done. Its result:"
            : $"{summary.Job}: done in {ProgressWords.Duration(summary.Elapsed)}.");
        WriteRows(summary, output);
        WriteDirt(summary.PlantedDirt, output);
        if (summary.Quality is { } quality)
        {
            WriteQuality(quality, output);
        }

        WriteFindings(summary.Findings, output);
        output.WriteLine();
        output.WriteLine($"Run folder   {summary.RunFolder}");
        output.WriteLine($"Open first   {summary.OpenFirst}");
    }

    private static void WriteRows(RunSummary summary, TextWriter output)
    {
        var rows = summary.Rows;
        output.WriteLine();
        output.WriteLine($"Rows         {ProgressWords.Count(rows.Read)} read, {ProgressWords.Count(rows.Clean)} clean, "
            + $"{ProgressWords.Count(rows.Quarantined)} quarantined ({ProgressWords.Share(rows.Quarantined, rows.Read)}), {ProgressWords.Count(rows.Duplicates)} duplicates removed");
        WriteCounts("Left out", "", [.. summary.BadFiles.Select(file => (file.Reason, file.Count))], output);
        WriteCounts("Quarantined", "rows", [.. summary.QuarantinedByReason.Select(reason => (reason.Reason, reason.Count))], output);
        for (var i = 0; i < summary.Joins.Count; i++)
        {
            output.WriteLine($"{(i == 0 ? "Joined" : ""),-12} {summary.Joins[i].Step}: {summary.Joins[i].Words}");
        }

        WriteCounts("Changed", "cells", [.. summary.CellChanges.Select(change => ($"{change.Column}, by {change.Rule}", change.Cells))], output);
    }

    private static void WriteCounts(string title, string unit, IReadOnlyList<(string Text, long Count)> counts, TextWriter output)
    {
        for (var i = 0; i < Math.Min(counts.Count, MaxLines); i++)
        {
            var (text, count) = counts[i];
            var amount = unit.Length == 0 ? "" : $"{ProgressWords.Count(count),9} {(count == 1 ? unit[..^1] + " " : unit)}  ";
            output.WriteLine($"{(i == 0 ? title : ""),-12} {amount}{text}");
        }

        if (counts.Count > MaxLines)
        {
            output.WriteLine($"{"",-12} ... and {counts.Count - MaxLines} more, in the report");
        }
    }

    private static void WriteDirt(IReadOnlyList<DirtRecovery> dirt, TextWriter output)
    {
        if (dirt.Count == 0)
        {
            return;
        }

        output.WriteLine();
        output.WriteLine($"{"Planted dirt",-28} {"planted",9} {"precision",10} {"recall",8}");
        foreach (var kind in dirt)
        {
            output.WriteLine($"{kind.Kind,-28} {ProgressWords.Count(kind.Planted),9} {ProgressWords.Share(kind.Precision),10} {ProgressWords.Share(kind.Recall),8}");
        }
    }

    private static void WriteQuality(ModelQuality quality, TextWriter output)
    {
        output.WriteLine();
        var metrics = quality.Models.SelectMany(model => model.Metrics.Select(metric => metric.Key)).Distinct().ToList();
        output.WriteLine($"On all {ProgressWords.Count(quality.TestRows)} test rows with a label:");
        var width = metrics.Select(metric => metric.Length + 2).Append(14).Max();
        output.WriteLine($"{"",-14}{string.Concat(metrics.Select(metric => metric.PadLeft(width)))}");
        foreach (var model in quality.Models)
        {
            output.WriteLine($"{model.Model,-14}{string.Concat(metrics.Select(metric => (model.Metric(metric) is { } value ? ProgressWords.Metric(value) : "–").PadLeft(width)))}");
        }

        if (quality.BaselineTrainingRows is { } rows)
        {
            output.WriteLine($"The baselines were trained on the {ProgressWords.Count(rows)} training rows of smallest keyed hash, not on all.");
        }

        if (quality.ShareOfTheTreesGain is { } share)
        {
            output.WriteLine($"(linear - network) / (linear - trees) = {share.ToString("0.00", System.Globalization.CultureInfo.InvariantCulture)}");
        }

        output.WriteLine(quality.NetworkEarnedItsPlace switch
        {
            true => $"The network earned its place: its {quality.DecidingMetric} is better than every baseline's.",
            false => $"The network did not earn its place: by {quality.DecidingMetric} it is not better than {Best(quality)}, or not by more than chance. Use that, or give the network more to work with.",
            null => "There is no baseline, so whether the network earned its place is not known.",
        });
    }

    private static string Best(ModelQuality quality)
    {
        var baselines = quality.Models.Skip(1).Where(model => model.Metric(quality.DecidingMetric) is not null);
        return quality.LowerIsBetter
            ? baselines.MinBy(model => model.Metric(quality.DecidingMetric))!.Model
            : baselines.MaxBy(model => model.Metric(quality.DecidingMetric))!.Model;
    }

    private static void WriteFindings(IReadOnlyList<Finding> findings, TextWriter output)
    {
        if (findings.Count > 0)
        {
            output.WriteLine();
        }

        foreach (var finding in findings.OrderByDescending(finding => finding.Severity).Take(MaxLines))
        {
            output.WriteLine($"{(finding.Severity == FindingSeverity.Warning ? "Warning" : "Note"),-12} {finding.Text}");
        }

        if (findings.Count > MaxLines)
        {
            output.WriteLine($"{"",-12} ... and {findings.Count - MaxLines} more, in the report");
        }
    }
}
