using Millrace.Jobs.Cluster.Executors;
using Millrace.Jobs.Ledger;
using Millrace.Jobs.Places;

namespace Millrace.Jobs.Cluster;

/// <summary>
/// Merges what the shares counted. Short statistics come in the reports; long ones are files, which executors merge, a fan-in at a time, until few enough are
/// left for the driver.
/// </summary>
internal sealed class StatisticsMerge(SparkLink link, RunFolder folder, StagingArea staging)
{
    private const int FanIn = 16;

    /// <summary>What all shares counted together.</summary>
    public async Task<TStatistics> MergeAsync<TStatistics>(
        IRowWork<TStatistics> work, IReadOnlyList<ShareReport> reports, CancellationToken cancellationToken)
        where TStatistics : class
    {
        var merged = work.Empty();
        foreach (var report in reports)
        {
            merged = report.Statistics is { } bytes ? work.Merge(merged, work.Read(bytes)) : merged;
        }

        IReadOnlyList<string> left = [.. reports.Where(report => report.StatisticsFile is not null).Select(report => staging.Place(report, report.StatisticsFile!))];
        while (left.Count > FanIn)
        {
            left = await MergeOnceAsync(work, left, cancellationToken);
        }

        foreach (var file in left)
        {
            merged = work.Merge(merged, work.Read(await File.ReadAllBytesAsync(file, cancellationToken)));
        }

        return merged;
    }

    private async Task<IReadOnlyList<string>> MergeOnceAsync<TStatistics>(
        IRowWork<TStatistics> work, IReadOnlyList<string> left, CancellationToken cancellationToken)
        where TStatistics : class
    {
        IReadOnlyList<IReadOnlyList<string>> groups = [.. left.Chunk(FanIn)];
        var list = await ContentFile.WriteAsync(folder.Place("work", "assignments"), groups, cancellationToken);
        var settings = new MergeSettings(work.Settings, list, Path.Combine(staging.Root, "merged"));
        var merged = new List<string>();
        await foreach (var text in SparkOperation.RunAsync(link.Session, MergeOperator<TStatistics>.NameOf(work.Name), settings, groups.Count, cancellationToken))
        {
            merged.Add(staging.Require(ReportRow.Read<string>(text), "that merged statistics"));
        }

        return merged.Count == groups.Count
            ? merged
            : throw new InvalidOperationException($"Spark merged {merged.Count} of {groups.Count} groups of statistics. Please report it.");
    }
}
