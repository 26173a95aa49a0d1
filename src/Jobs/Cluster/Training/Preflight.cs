using System.Globalization;
using Millrace.Spark.Sql;
using Millrace.Training.Hosting;

namespace Millrace.Jobs.Cluster.Training;

/// <summary>
/// Proves before a segment that the cluster can train: slots that are free at the same time, the same build, memory, disk, links between all tasks. Refuses with what is needed
/// and what there is, and finds the first open way to report progress.
/// </summary>
internal sealed class Preflight(SparkSession session, ClusterTrainingRun run)
{
    private const string DynamicAllocation = "spark.dynamicAllocation.enabled";

    /// <summary>Refuses a cluster whose executors come and go: barrier stages need them at the same time.</summary>
    /// <exception cref="JobFailedException">Dynamic allocation is on; names the mode that allows it.</exception>
    public static async Task RefuseDynamicAllocationAsync(SparkSession session, CancellationToken cancellationToken)
    {
        if (string.Equals(await session.Conf().GetAsync(DynamicAllocation, "false", cancellationToken), "true", StringComparison.OrdinalIgnoreCase))
        {
            throw new JobFailedException(
                $"This cluster lets executors come and go ({DynamicAllocation} is true), and training in mode sync needs them all at the same time. "
                + "Set training.mode: local, which allows it (and is another model), or turn dynamic allocation off for this application.");
        }
    }

    /// <summary>Runs it.</summary>
    /// <param name="shape">Ranks and tasks.</param>
    /// <param name="meeting">How tasks meet.</param>
    /// <param name="push">The driver's addresses.</param>
    /// <param name="options">Limits; <see cref="ClusterTrainingOptions.PreflightLimit"/> is when it is interrupted.</param>
    /// <param name="cancellationToken">Interrupts it.</param>
    /// <returns>Where rank 0 may report.</returns>
    /// <exception cref="JobFailedException">Something is missing.</exception>
    public async Task<ProgressTarget> RunAsync(
        TaskShape shape, MeetingSettings meeting, IReadOnlyList<string> push, ClusterTrainingOptions options, CancellationToken cancellationToken)
    {
        var progressFolder = Directory.CreateDirectory(Path.Combine(run.WorkFolder, "progress")).FullName;
        var settings = new PreflightSettings { Meeting = meeting, Push = push, ProgressFolder = progressFolder };
        var reports = await AskAsync(settings, shape, options.PreflightLimit, cancellationToken);
        if (reports.Count != shape.Tasks)
        {
            throw new JobFailedException($"Training needs {shape.Tasks} tasks at once; {reports.Count} answered.");
        }

        var needs = HostNeeds.Of(run.Plan, run.Rows, shape.Ranks, shape.Tasks, options.SpoolBytes);
        await CheckMemoryAsync(reports, needs, reports.Count, cancellationToken);
        CheckDisk(reports, needs);
        return new ProgressTarget
        {
            Push = push.FirstOrDefault(address => reports.All(report => report.Push.Contains(address))),
            Interval = options.ProgressInterval,
            File = reports.All(report => report.SharedFile) ? Path.Combine(progressFolder, $"{run.Key}.jsonl") : null,
        };
    }

    /// <summary>The same for mode <c>local</c>, whose tasks need not run at the same time: one slot, memory and disk are enough.</summary>
    /// <exception cref="JobFailedException">Something is missing.</exception>
    public async Task RunForRoundsAsync(ClusterTrainingOptions options, CancellationToken cancellationToken)
    {
        var slots = await Slots.CountAsync(session, cancellationToken);
        if (slots < 1)
        {
            throw new JobFailedException($"Training needs at least one free slot; the cluster has {slots}.");
        }

        var replicas = run.Plan.Local!.Replicas;
        var tasks = Math.Min(replicas, options.RoundTasks);
        var settings = new PreflightSettings { Push = [] };
        var rows = await TrainingCall.RunAsync(session, new TrainingStage(PreflightOperator.Name, tasks, Barrier: false), settings, cancellationToken);
        PreflightReport[] reports = [.. rows.Where(row => row.Kind == TaskRowKind.Preflight).Select(row => row.Record<PreflightReport>())];

        // A task trains its replicas one after another.
        var needs = HostNeeds.Of(run.Plan, run.Rows, replicas, replicas, options.SpoolBytes);
        await CheckMemoryAsync(reports, needs, slots, cancellationToken);
        CheckDisk(reports, needs with { DiskBytes = needs.DiskBytes * replicas / tasks });
    }

    private async Task<IReadOnlyList<PreflightReport>> AskAsync(
        PreflightSettings settings, TaskShape shape, TimeSpan limit, CancellationToken cancellationToken)
    {
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        patience.CancelAfter(limit);
        try
        {
            var rows = await TrainingCall.RunAsync(session, new TrainingStage(PreflightOperator.Name, shape.Tasks, Barrier: true), settings, patience.Token);
            return [.. rows.Where(row => row.Kind == TaskRowKind.Preflight).Select(row => row.Record<PreflightReport>())];
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            var slots = await Slots.CountAsync(session, cancellationToken);
            throw new JobFailedException(string.Create(
                CultureInfo.InvariantCulture,
                $"Training {shape.Ranks} ranks needs {shape.Tasks} slots that are free at the same time; the cluster has {slots} in all and they did not become free within {limit.TotalSeconds:0} s. Ask for fewer ranks (run.ranks), or stop what else runs there."));
        }
    }

    private async Task CheckMemoryAsync(IReadOnlyList<PreflightReport> reports, HostNeeds needs, int slots, CancellationToken cancellationToken) =>
        new MemoryNeeds(needs.MemoryBytes, run.Ranks).Check(
            [.. reports.GroupBy(report => (report.Host, report.ProcessId)).Select(process => (process.Key.Host, Math.Min(process.Count(), slots), process.First().MemoryBytes))],
            await MemoryOverhead.ReadAsync(session, cancellationToken));

    private static void CheckDisk(IReadOnlyList<PreflightReport> reports, HostNeeds needs)
    {
        var lacking = reports.GroupBy(report => (report.Host, report.DiskFolder))
            .Where(disk => disk.Count() * needs.DiskBytes > disk.First().DiskBytes)
            .Select(disk => string.Create(
                CultureInfo.InvariantCulture,
                $"{disk.Key.Host} has {Mebibytes(disk.First().DiskBytes)} free in {disk.Key.DiskFolder} and needs {Mebibytes(disk.Count() * needs.DiskBytes)}"))
            .ToArray();
        if (lacking.Length > 0)
        {
            throw new JobFailedException($"The executors' local disks are too small for the rows: {string.Join("; ", lacking)}. Give spark.local.dir another disk, or take more executors.");
        }
    }

    private static string Mebibytes(long bytes) => string.Create(CultureInfo.InvariantCulture, $"{bytes >> 20:N0} MiB");
}
