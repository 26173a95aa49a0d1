using Millrace.Spark.Sql;
using Millrace.Training.Ranks;

namespace Millrace.Jobs.Cluster.Training;

/// <summary>Runs a training operator as one stage and gathers its rows. Sent once: whoever calls decides what a failure means.</summary>
internal static class TrainingCall
{
    /// <summary>The rows of all tasks.</summary>
    /// <exception cref="Exception">What a task reports as a typed failure, as the exception that it was.</exception>
    public static async Task<IReadOnlyList<TaskRow>> RunAsync<TSettings>(
        SparkSession session, TrainingStage stage, TSettings settings, CancellationToken cancellationToken)
    {
        var frame = await session.Range(0, stage.Tasks, 1, stage.Tasks).MapBatchesAsync(stage.Operator, settings, TaskRow.SparkSchema, stage.Barrier, cancellationToken);
        var rows = new List<TaskRow>();
        await foreach (var batch in frame.ToArrowStream(cancellationToken))
        {
            using (batch)
            {
                rows.AddRange(TaskRow.Read(batch));
            }
        }

        return RankFailure.FirstOf(rows.Where(row => row.Kind == TaskRowKind.Failure).Select(row => row.Record<RankFailure>())) is { } failure
            ? throw failure.ToException()
            : rows;
    }
}
