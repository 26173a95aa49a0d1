using Microsoft.Extensions.Logging;

namespace Millrace.Spark.Worker;

/// <summary>
/// The end of a process whose cancelled operator does not stop: no thread can be ended from outside, so the process takes no new task and ends once
/// its other tasks have. Thread-safe.
/// </summary>
internal sealed class Retirement(ILogger logger)
{
    private readonly TaskCompletionSource<string> _begun = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>Completes with the reason.</summary>
    public Task<string> Begun => _begun.Task;

    /// <summary>Whether no new task may start.</summary>
    public bool HasBegun => _begun.Task.IsCompleted;

    /// <summary>Begins it.</summary>
    public void Begin(string operatorName, TimeSpan waited)
    {
        if (_begun.TrySetResult($"operator {operatorName} goes on {waited.TotalSeconds:0} s after its task was cancelled"))
        {
            Log.OperatorStuck(logger, operatorName, (long)waited.TotalSeconds);
        }
    }
}
