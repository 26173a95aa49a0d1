using System.Collections.Concurrent;
using Millrace.Jobs.Stages.Features;
using Millrace.Training.Lanes;

namespace Millrace.Jobs.Cluster.Training;

/// <summary>
/// The lanes of tasks on their local disk, named by run, rows and lane: sorted once from their own batches of the feature files, found again and verified by the tasks of later segments on the same executor.
/// </summary>
/// <remarks>Thread-safe; lives as long as the worker process, which verifies a lane once.</remarks>
internal sealed class LocalSpool
{
    private const string FolderName = "millrace-lanes";
    private readonly ConcurrentDictionary<string, bool> _verified = new(StringComparer.Ordinal);

    /// <summary>Where this process may keep what only it needs: Spark removes its local folders with the executor.</summary>
    public static string Root()
    {
        var local = Environment.GetEnvironmentVariable("SPARK_LOCAL_DIRS") ?? Environment.GetEnvironmentVariable("LOCAL_DIRS");
        var root = local?.Split(',', StringSplitOptions.RemoveEmptyEntries).FirstOrDefault(Directory.Exists) ?? Path.GetTempPath();
        return Directory.CreateDirectory(Path.Combine(root, FolderName)).FullName;
    }

    /// <summary>Sorts the rows of some lanes, or finds them sorted.</summary>
    /// <param name="rows">The feature files.</param>
    /// <param name="options">Run, lanes and memory; the folder is set here.</param>
    /// <param name="cancellationToken">Stops; nothing half-written keeps a final name.</param>
    public async Task<LaneStore> OpenAsync(TrainingRows rows, LaneStoreOptions options, CancellationToken cancellationToken)
    {
        var name = $"{options.Run} {rows.Hash} {options.Owned}";
        var local = options with
        {
            Folder = Root(),
            SharedFolder = true,
            AlwaysSpool = true,
            FeatureHash = rows.Hash,
            Trusted = _verified.ContainsKey(name),
        };
        var store = await LaneStore.BuildAsync(token => FeatureFiles.ReadLanesAsync(rows.Files, local.Lanes, local.Owned ?? new LaneRange(0, local.Lanes), token), local, cancellationToken);
        _verified[name] = true;
        return store;
    }
}
