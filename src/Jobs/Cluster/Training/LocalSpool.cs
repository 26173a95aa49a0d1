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

    // Longer than a segment or round takes; a reader that has files open keeps them.
    private static readonly TimeSpan Idle = TimeSpan.FromHours(12);
    private readonly ConcurrentDictionary<string, bool> _verified = new(StringComparer.Ordinal);
    private readonly Lazy<string> _root;
    private readonly TimeProvider _time;

    /// <summary>A spool below a folder, which is asked for when the first lane is.</summary>
    public LocalSpool(Func<string> folder, TimeProvider time)
    {
        _time = time;
        _root = new Lazy<string>(() => Swept(Directory.CreateDirectory(Path.Combine(folder(), FolderName)).FullName), LazyThreadSafetyMode.PublicationOnly);
    }

    /// <summary>Where the lanes are. Whoever asks first in a process removes what no run used for half a day.</summary>
    public string Root => _root.Value;

    /// <summary>Where this process may keep what only it needs: Spark removes its local folders with the executor.</summary>
    public static string ExecutorFolder()
    {
        var local = Environment.GetEnvironmentVariable("SPARK_LOCAL_DIRS") ?? Environment.GetEnvironmentVariable("LOCAL_DIRS");
        return local?.Split(',', StringSplitOptions.RemoveEmptyEntries).FirstOrDefault(Directory.Exists) ?? Path.GetTempPath();
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
            Folder = Root,
            SharedFolder = true,
            AlwaysSpool = true,
            FeatureHash = rows.Hash,
            Trusted = _verified.ContainsKey(name),
        };
        var store = await LaneStore.BuildAsync(token => FeatureFiles.ReadLanesAsync(rows.Files, local.Lanes, local.Owned ?? new LaneRange(0, local.Lanes), token), local, cancellationToken);
        _verified[name] = true;
        foreach (var file in store.Files)
        {
            Try(() => File.SetLastWriteTimeUtc(file, _time.GetUtcNow().UtcDateTime));
        }

        return store;
    }

    /// <summary>Removes all lanes of a run that is over.</summary>
    /// <param name="run">Its key.</param>
    public void Forget(string run) => Try(() =>
    {
        foreach (var file in Directory.GetFiles(Root, run + "-*"))
        {
            Try(() => File.Delete(file));
        }
    });

    private string Swept(string root)
    {
        var olderThan = _time.GetUtcNow().UtcDateTime - Idle;
        foreach (var file in Directory.GetFiles(root))
        {
            Try(() =>
            {
                if (File.GetLastWriteTimeUtc(file) < olderThan)
                {
                    File.Delete(file);
                }
            });
        }

        return root;
    }

    // Another task may have been faster, or still reads it: the next one that sweeps takes it.
    private static void Try(Action action)
    {
        try
        {
            action();
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            return;
        }
    }
}
