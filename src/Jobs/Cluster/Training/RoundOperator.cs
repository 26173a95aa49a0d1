using System.Runtime.CompilerServices;
using System.Text;
using Apache.Arrow;
using Millrace.Spark.Worker.Commands;
using Millrace.Spark.Worker.Tasks;
using Millrace.Training;
using Millrace.Training.Lanes;
using Millrace.Training.Local;

namespace Millrace.Jobs.Cluster.Training;

/// <summary>
/// An ordinary task of a round: its replicas one after another, each a pure function of the order. Done twice, by a retry or by speculation, it writes the same files under the same names. Serves one
/// task.
/// </summary>
internal sealed class RoundOperator(RoundSettings settings, TrainingHooks hooks, LocalSpool spool) : IBatchOperator
{
    /// <summary>Name in the registry.</summary>
    public const string Name = "train-round";

    /// <inheritdoc/>
    public async IAsyncEnumerable<RecordBatch> RunAsync(
        IAsyncEnumerable<RecordBatch> input, SparkTaskContext context, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await TaskInputs.DropAsync(input, cancellationToken);
        var plan = TrainingPlan.FromJson(Encoding.UTF8.GetBytes(settings.Plan.GetRawText()));
        var share = plan.Local!.Replicas / settings.Tasks;
        for (var replica = context.PartitionId * share; replica < (context.PartitionId + 1) * share; replica++)
        {
            yield return (await RunAsync(plan, replica, context, cancellationToken)).ToBatch();
        }
    }

    private async Task<TaskRow> RunAsync(TrainingPlan plan, int replica, SparkTaskContext context, CancellationToken cancellationToken)
    {
        try
        {
            var lanes = LaneRange.OfRank(plan.Lanes, replica, plan.Local!.Replicas);
            using var train = await OpenAsync(settings.Train, "train", plan, lanes, cancellationToken);
            using var validation = settings.Validation is { } rows ? await OpenAsync(rows, "validation", plan, lanes, cancellationToken) : null;

            // A thread of its own: a round computes for as long as it takes.
            var result = await Task.Factory.StartNew(
                () =>
                {
                    hooks.Round(replica, settings.Order);
                    return ReplicaRound.Run(plan, replica, settings.Order, train, validation, new FolderBlobs(settings.BlobFolder), cancellationToken);
                },
                cancellationToken,
                TaskCreationOptions.LongRunning,
                TaskScheduler.Default);
            return TaskRow.Of(TaskRowKind.Round, replica, result);
        }
        catch (Exception e) when (e is TrainingException or OutOfMemoryException)
        {
            // It would fail again wherever it runs; anything else is Spark's to retry.
            return TaskRow.Of(TaskRowKind.Failure, replica, TaskFailure.Of(replica, e, context.Memory));
        }
    }

    private Task<LaneStore> OpenAsync(TrainingRows rows, string part, TrainingPlan plan, LaneRange lanes, CancellationToken cancellationToken) => spool.OpenAsync(
        rows,
        new LaneStoreOptions { Lanes = plan.Lanes, Owned = lanes, SpoolBytes = settings.SpoolBytes, Run = $"{settings.Run}-{part}" },
        cancellationToken);
}
