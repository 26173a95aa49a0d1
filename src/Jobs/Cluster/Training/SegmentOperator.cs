using System.Diagnostics;
using System.IO.Hashing;
using System.Runtime.CompilerServices;
using System.Text;
using Apache.Arrow;
using Millrace.Spark.Worker.Commands;
using Millrace.Spark.Worker.Tasks;
using Millrace.Training;
using Millrace.Training.Hosting;
using Millrace.Training.Lanes;
using Millrace.Training.Ranks;

namespace Millrace.Jobs.Cluster.Training;

/// <summary>
/// A task of a training segment: takes its lanes from the feature files, meets the other tasks, trains its ranks as threads, and gives their part of the state back as rows.
/// A failure comes back as a row too, so that the driver reads a code. Serves one task.
/// </summary>
internal sealed class SegmentOperator(SegmentSettings settings, TrainingHooks hooks, LocalSpool spool) : IBatchOperator
{
    /// <summary>Name in the registry.</summary>
    public const string Name = "train-segment";

    private readonly List<string> _notes = [];

    /// <inheritdoc/>
    public async IAsyncEnumerable<RecordBatch> RunAsync(
        IAsyncEnumerable<RecordBatch> input, SparkTaskContext context, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await TaskInputs.DropAsync(input, cancellationToken);
        var firstRank = context.PartitionId * (settings.Ranks / settings.Tasks);
        var (outcome, times, failure) = await TrainAsync(context, firstRank, cancellationToken);
        if (failure is not null)
        {
            yield return TaskRow.Of(TaskRowKind.Failure, firstRank, failure).ToBatch();
        }

        if (outcome is null)
        {
            yield break;
        }

        foreach (var row in settings.StateFolder is { } folder ? WriteFiles(outcome, folder) : Slices(outcome))
        {
            cancellationToken.ThrowIfCancellationRequested();
            yield return row.ToBatch();
        }

        var report = new SegmentReport(
            outcome.Reason, outcome.Step, outcome.ResumedFromStep, outcome.StateBytes, Environment.MachineName, Environment.ProcessId, times.Start.TotalSeconds, times.Train.TotalSeconds, _notes);
        yield return TaskRow.Of(TaskRowKind.Segment, firstRank, report).ToBatch();
    }

    private async Task<(SegmentOutcome? Outcome, (TimeSpan Start, TimeSpan Train) Times, RankFailure? Failure)> TrainAsync(
        SparkTaskContext context, int firstRank, CancellationToken cancellationToken)
    {
        var began = Stopwatch.GetTimestamp();
        LaneStore? train = null;
        LaneStore? validation = null;
        RankFailure? failed = null;
        try
        {
            var plan = TrainingPlan.FromJson(Encoding.UTF8.GetBytes(settings.Plan.GetRawText()));
            try
            {
                train = await OpenAsync(settings.Train, "train", plan, context, cancellationToken);
                validation = settings.Validation is { } rows ? await OpenAsync(rows, "validation", plan, context, cancellationToken) : null;
            }
            catch (Exception e) when (e is LaneException or IOException or UnauthorizedAccessException)
            {
                failed = TaskFailure.Of(firstRank, e, context.Memory);
            }

            using var meeting = await TaskMeeting.MeetAsync(settings.Meeting, context, failed, cancellationToken);
            if (meeting.Links is not { } links)
            {
                return (null, default, meeting.Failure);
            }

            var start = Stopwatch.GetElapsedTime(began);
            await using var progress = firstRank == 0 ? ProgressSender.Open(settings.Progress, settings.Meeting) : null;
            var segment = new HostedSegment
            {
                Plan = plan,
                Ranks = settings.Ranks,
                Train = train!,
                Validation = validation,
                StateFile = settings.StateFile,
                SegmentSteps = settings.SegmentSteps,
                SegmentTime = settings.SegmentTime,
                Deadline = settings.Deadline,
                ProgressInterval = settings.Progress?.Interval ?? TimeSpan.FromSeconds(1),
                Progress = progress,
            };
            var outcome = await hooks.RunAsync(meeting.Host, segment, links, cancellationToken);
            if (outcome.Reason is not null)
            {
                train!.Dispose();
                validation?.Dispose();
                spool.Forget(settings.Run);
            }

            return (outcome, (start, Stopwatch.GetElapsedTime(began) - start), null);
        }
        catch (Exception e) when (e is not (OperationCanceledException or BarrierException))
        {
            // A code, never text to be matched, tells the driver whether going on makes sense.
            return (null, default, TaskFailure.Of(firstRank, e, context.Memory));
        }
        finally
        {
            train?.Dispose();
            validation?.Dispose();
        }
    }

    private async Task<LaneStore> OpenAsync(TrainingRows rows, string part, TrainingPlan plan, SparkTaskContext context, CancellationToken cancellationToken)
    {
        var store = await spool.OpenAsync(
            rows,
            new LaneStoreOptions
            {
                Lanes = plan.Lanes,
                Owned = LaneRange.OfRank(plan.Lanes, context.PartitionId, settings.Tasks),
                SpoolBytes = settings.SpoolBytes,
                Run = $"{settings.Run}-{part}",
            },
            cancellationToken);
        _notes.AddRange(store.Notes);
        return store;
    }

    private static IEnumerable<TaskRow> Slices(SegmentOutcome outcome) =>
        outcome.Slices().Select(slice => new TaskRow(TaskRowKind.Slice, slice.Rank, slice.Sequence, slice.Hash, slice.Bytes));

    /// <summary>Each rank's part in a file whose name nobody else has; only names in accepted rows exist for the driver.</summary>
    private static IEnumerable<TaskRow> WriteFiles(SegmentOutcome outcome, string folder)
    {
        foreach (var rank in outcome.Slices().GroupBy(slice => slice.Rank))
        {
            var name = $"{rank.Key}-{Guid.NewGuid():N}.part";
            var hash = new XxHash128();
            using (var stream = new FileStream(Path.Combine(folder, name), FileMode.CreateNew, FileAccess.Write, FileShare.None))
            {
                foreach (var slice in rank)
                {
                    hash.Append(slice.Bytes.Span);
                    stream.Write(slice.Bytes.Span);
                }

                stream.Flush(flushToDisk: true);
            }

            yield return new TaskRow(TaskRowKind.File, rank.Key, 0, Convert.ToHexStringLower(hash.GetCurrentHash()), Encoding.UTF8.GetBytes(name));
        }
    }
}
