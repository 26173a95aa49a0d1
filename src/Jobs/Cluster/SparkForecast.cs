using System.Globalization;
using System.Text.RegularExpressions;
using Millrace.Jobs.Cluster.Training;
using Millrace.Jobs.Places;
using Millrace.Jobs.Progress;
using Millrace.Jobs.Specification;
using Millrace.Jobs.Survey;
using Millrace.Spark;

namespace Millrace.Jobs.Cluster;

/// <summary>What a run on Spark would look like: place, way, tasks, and what does not fit. A running server is asked for its slots; nothing is started.</summary>
internal static partial class SparkForecast
{
    /// <summary>The lines of the plan.</summary>
    public static async Task<IReadOnlyList<string>> LinesAsync(JobSpec job, Snapshot? snapshot, CancellationToken cancellationToken)
    {
        if (job.Run.Spark?.Address is not { } text || SparkAddress.Parse(text) is not { } address)
        {
            return [];
        }

        try
        {
            return Lines(job, snapshot, address, await SlotsAsync(address, cancellationToken));
        }
        catch (Exception failure) when (failure is SparkException or JobFailedException)
        {
            return [$"Place    Spark, {address.ForPeople}: not reached ({failure.Message.Split('\n', 2)[0]})"];
        }
    }

    /// <summary>The lines for a number of slots; null where it is not known before Spark is started.</summary>
    internal static IReadOnlyList<string> Lines(JobSpec job, Snapshot? snapshot, SparkAddress address, int? slots)
    {
        var lines = new List<string> { $"Place    Spark, {address.ForPeople}, {(slots is { } known ? ProgressWords.Count(known, "slot") : "as many slots as the cluster gives")}; {Way(job)}" };
        if (slots is not { } count)
        {
            return lines;
        }

        if (snapshot is not null && !IsThrough(job))
        {
            var shares = SharePlanner.Plan("plan", [new RowInput(RowRole.Main, snapshot)], count, isWholeFiles: false).Count;
            lines.Add($"         the row stage in {ProgressWords.Count(shares, "task")}");
        }

        if (job.Training is { } training)
        {
            lines.AddRange(OfTraining(job, training, count));
        }

        return lines;
    }

    private static IEnumerable<string> OfTraining(JobSpec job, TrainingSpec training, int slots)
    {
        yield return string.Create(
            CultureInfo.InvariantCulture, $"         training in {ProgressWords.Count(TaskShape.Of(job.Run.Ranks, training.Lanes, slots).Tasks, "task")}, {ProgressWords.Count(job.Run.Ranks, "rank")}");
        if (slots > training.Lanes)
        {
            yield return string.Create(
                CultureInfo.InvariantCulture,
                $"Warning  the cluster has {slots} slots and the job {training.Lanes} lanes (training.lanes): while it trains at least {slots - training.Lanes} slots stand idle; another number of lanes is another model");
        }
    }

    private static bool IsThrough(JobSpec job) => job.Input.Table is not null || job.Run.Spark!.Read == SparkRead.ThroughSpark;

    private static string Way(JobSpec job) => IsThrough(job)
        ? "through Spark: it reads the input, and rows cross to the workers"
        : "direct: executors read the files themselves, which a probe proves before any work";

    // What the address says itself; a running server counts.
    private static async Task<int?> SlotsAsync(SparkAddress address, CancellationToken cancellationToken)
    {
        if (address.Remote is not null)
        {
            await using var session = await SparkOpening.ConnectAsync(address, new SparkProgress(), cancellationToken);
            return await Slots.CountAsync(session, cancellationToken);
        }

        var master = address.Master!;
        if (LocalThreads().Match(master) is { Success: true } local)
        {
            return local.Groups[1].Value == "*" ? Environment.ProcessorCount : int.Parse(local.Groups[1].Value, CultureInfo.InvariantCulture);
        }

        return ClusterCores().Match(master) is { Success: true } cluster
            ? int.Parse(cluster.Groups[1].Value, CultureInfo.InvariantCulture) * int.Parse(cluster.Groups[2].Value, CultureInfo.InvariantCulture)
            : null;
    }

    [GeneratedRegex(@"^local\[(\d+|\*),", RegexOptions.CultureInvariant)]
    private static partial Regex LocalThreads();

    [GeneratedRegex(@"^local-cluster\[(\d+),\s*(\d+),", RegexOptions.CultureInvariant)]
    private static partial Regex ClusterCores();
}
