using System.Runtime.CompilerServices;
using Apache.Arrow;
using Millrace.Spark.Worker.Commands;
using Millrace.Spark.Worker.Tasks;
using Millrace.Training.Ranks;

namespace Millrace.Jobs.Cluster.Training;

/// <summary>A task that proves, before anything is spent, what training needs: memory, disk, links to all others, a way to report. Serves one task.</summary>
internal sealed class PreflightOperator(PreflightSettings settings, LocalSpool spool) : IBatchOperator
{
    /// <summary>Name in the registry.</summary>
    public const string Name = "train-preflight";

    /// <inheritdoc/>
    public async IAsyncEnumerable<RecordBatch> RunAsync(
        IAsyncEnumerable<RecordBatch> input, SparkTaskContext context, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await TaskInputs.DropAsync(input, cancellationToken);
        var failure = settings.Meeting is { } told ? await CheckLinksAsync(told, context, cancellationToken) : null;
        if (failure is not null)
        {
            yield return TaskRow.Of(TaskRowKind.Failure, context.PartitionId, failure).ToBatch();
            yield break;
        }

        var folder = spool.Root;
        var report = new PreflightReport(
            Environment.MachineName,
            Environment.ProcessId,
            context.Cpus,
            GC.GetGCMemoryInfo().TotalAvailableMemoryBytes,
            folder,
            new DriveInfo(folder).AvailableFreeSpace,
            settings.Meeting is { } meeting ? await ProgressSender.ReachedAsync(settings.Push, meeting, cancellationToken) : [],
            CanWrite());
        yield return TaskRow.Of(TaskRowKind.Preflight, context.PartitionId, report).ToBatch();
    }

    private static async Task<RankFailure?> CheckLinksAsync(MeetingSettings told, SparkTaskContext context, CancellationToken cancellationToken)
    {
        using var meeting = await TaskMeeting.MeetAsync(told, context, null, cancellationToken);
        if (meeting.Links is not { } links)
        {
            return meeting.Failure;
        }

        try
        {
            await meeting.Host.CheckLinksAsync(links, cancellationToken);
            return null;
        }
        catch (Exception e) when (e is not OperationCanceledException)
        {
            return RankFailure.From(context.PartitionId, e);
        }
    }

    private bool CanWrite()
    {
        if (settings.ProgressFolder is not { } folder)
        {
            return false;
        }

        try
        {
            var file = Path.Combine(folder, $"probe-{Guid.NewGuid():N}");
            File.WriteAllText(file, "");
            File.Delete(file);
            return true;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return false;
        }
    }
}
