using System.Text.Json;
using Millrace.Spark.Sql;
using Millrace.Training.Local;
using Polly;

namespace Millrace.Jobs.Cluster.Training;

/// <summary>
/// Rounds as ordinary tasks: Spark may retry, speculate, and let executors come and go. What Spark gives up is done again as a whole by the policy of training's restarts.
/// </summary>
/// <param name="session">The session.</param>
/// <param name="run">What is trained.</param>
/// <param name="options">Memory, tasks.</param>
/// <param name="restarts">The policy.</param>
/// <param name="blobFolder">The folder that driver and executors share.</param>
internal sealed class SparkRounds(SparkSession session, ClusterTrainingRun run, ClusterTrainingOptions options, ResiliencePipeline restarts, string blobFolder) : IRoundPlace
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);
    private readonly JsonElement _plan = JsonSerializer.Deserialize<JsonElement>(run.Plan.ToJson());

    private int Tasks => Math.Min(run.Plan.Local!.Replicas, options.RoundTasks);

    /// <inheritdoc/>
    public async Task<IReadOnlyList<RoundResult>> RunAsync(RoundOrder order, CancellationToken cancellationToken)
    {
        var replicas = run.Plan.Local!.Replicas;
        var settings = new RoundSettings
        {
            Plan = _plan,
            Order = order,
            Tasks = Tasks,
            Run = run.Key,
            Train = run.Train,
            Validation = run.Validation,
            SpoolBytes = options.SpoolBytes,
            BlobFolder = blobFolder,
        };
        var rows = await restarts.ExecuteAsync(
            async token => await TrainingCall.RunAsync(session, new TrainingStage(RoundOperator.Name, settings.Tasks, Barrier: false), settings, token), cancellationToken);
        var results = rows.Where(row => row.Kind == TaskRowKind.Round).Select(row => row.Record<RoundResult>()).OrderBy(result => result.Replica).ToArray();
        return results.Select(result => result.Replica).SequenceEqual(Enumerable.Range(0, replicas))
            ? results
            : throw new InvalidOperationException($"Spark ended a round with the results of replicas {string.Join(", ", results.Select(r => r.Replica))} of {replicas}. Please report it.");
    }

    /// <summary>Has the executors remove the lanes of a run that is over. Whatever befalls it is no fault of the run: what stays is swept when nobody used it for half a day.</summary>
    public async Task ForgetLanesAsync(CancellationToken cancellationToken)
    {
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        patience.CancelAfter(Patience);
        try
        {
            await TrainingCall.RunAsync(session, new TrainingStage(ForgetLanesOperator.Name, Tasks, Barrier: false), new ForgetLanesSettings(run.Key), patience.Token);
        }
        catch (Exception)
        {
            // The model is trained.
        }
    }
}
