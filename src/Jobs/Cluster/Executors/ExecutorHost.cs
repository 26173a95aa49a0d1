using System.Collections.Concurrent;
using Millrace.Jobs.Engine;

namespace Millrace.Jobs.Cluster.Executors;

/// <summary>What the tasks of one worker process share: the engine, and the lists of assignments that they have read. Thread-safe; lives as long as the process.</summary>
internal sealed class ExecutorHost
{
    private const int KeptLists = 8;
    private readonly Lock _gate = new();
    private readonly ConcurrentDictionary<string, Lazy<ShareList>> _lists = new(StringComparer.Ordinal);
    private EmbeddedEngine? _engine;

    /// <summary>The process's engine; the first task's limits hold.</summary>
    public IEngine Engine(ExecutorLimits limits)
    {
        lock (_gate)
        {
            return _engine ??= EmbeddedEngine.Open(new EngineOptions { MemoryBytes = limits.EngineBytes, Threads = 1, TempFolder = TempFolder() });
        }
    }

    /// <summary>The assignments in a file, read once.</summary>
    public ShareList List(string path)
    {
        if (_lists.Count > KeptLists)
        {
            _lists.Clear();
        }

        return _lists.GetOrAdd(path, static file => new Lazy<ShareList>(() => ContentFile.Read<ShareList>(file))).Value;
    }

    // Spark cleans its own local folders; the system's temporary folder is the next best.
    private static string TempFolder()
    {
        var local = Environment.GetEnvironmentVariable("SPARK_LOCAL_DIRS") ?? Environment.GetEnvironmentVariable("LOCAL_DIRS");
        var root = local?.Split(',', StringSplitOptions.RemoveEmptyEntries).FirstOrDefault(Directory.Exists) ?? Path.GetTempPath();
        return Path.Combine(root, $"millrace-worker-{Environment.ProcessId}");
    }
}
