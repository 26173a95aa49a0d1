using System.Diagnostics;

namespace Millrace.Jobs.Tests.Stages;

/// <summary>Waits for a run of another process to be inside a stage: the part of the stage before it is there, and its own is not.</summary>
internal sealed class StageWatch : IDisposable
{
    private readonly TaskCompletionSource _seen = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly FileSystemWatcher _watcher;
    private readonly string _parts;

    /// <summary>Watches a run folder that has not finished stage <paramref name="before"/> yet.</summary>
    public StageWatch(string runFolder, string before)
    {
        _parts = Directory.CreateDirectory(Path.Combine(runFolder, "manifest.parts")).FullName;
        _watcher = new FileSystemWatcher(_parts, before + ".json");
        _watcher.Renamed += (_, _) => _seen.TrySetResult();
        _watcher.Created += (_, _) => _seen.TrySetResult();
        _watcher.EnableRaisingEvents = true;
    }

    /// <summary>Completes when the stage before is finished; fails with what the process said if that ends first.</summary>
    public async Task BeginsAsync(Process process, CancellationToken cancellationToken)
    {
        var ended = process.WaitForExitAsync(cancellationToken);
        if (await Task.WhenAny(_seen.Task, ended) != _seen.Task)
        {
            await ended;
            Assert.Fail("the run ended before the stage began: " + await process.StandardError.ReadToEndAsync(cancellationToken));
        }
    }

    /// <summary>Whether a stage has left its part.</summary>
    public bool IsFinished(string stage) => File.Exists(Path.Combine(_parts, stage + ".json"));

    public void Dispose() => _watcher.Dispose();
}
