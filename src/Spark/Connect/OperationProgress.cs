namespace Millrace.Spark.Connect;

/// <summary>How far an operation is, as the server last told.</summary>
/// <param name="Stages">The stages known so far.</param>
/// <param name="RunningTasks">Tasks that run now.</param>
public sealed record OperationProgress(IReadOnlyList<StageProgress> Stages, long RunningTasks)
{
    internal static OperationProgress From(Protos.ExecutePlanResponse.Types.ExecutionProgress progress) => new(
        [.. progress.Stages.Select(static s => new StageProgress(s.StageId, s.NumTasks, s.NumCompletedTasks, s.InputBytesRead, s.Done))],
        progress.NumInflightTasks);
}
