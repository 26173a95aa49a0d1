using Millrace.Training.Hosting;

namespace Millrace.Jobs.Cluster.Training;

/// <summary>How a segment gives its state back.</summary>
/// <param name="Folder">The folder of the work folder where ranks write their parts; null where the parts come as rows through the driver.</param>
/// <param name="LimitBytes">Most bytes that come as rows.</param>
internal readonly record struct StateReturn(string? Folder, long LimitBytes)
{
    /// <summary>The way that suits a run's state: rows, or files where it is too large for the driver.</summary>
    public static StateReturn Of(ClusterTrainingRun run, long limitBytes) => new(
        StoredState.BytesOf(run.Plan) > limitBytes ? Directory.CreateDirectory(Path.Combine(run.WorkFolder, "state", run.Key)).FullName : null, limitBytes);
}
