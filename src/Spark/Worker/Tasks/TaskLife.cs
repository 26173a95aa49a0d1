using Millrace.Spark.Worker.Isolation;

namespace Millrace.Spark.Worker.Tasks;

/// <summary>What is known of a task from outside while it runs. Thread-safe.</summary>
internal sealed class TaskLife(CancellationToken stopping) : IDisposable
{
    private readonly CancellationTokenSource _wanted = CancellationTokenSource.CreateLinkedTokenSource(stopping);
    private volatile RunningAssignment? _running;

    /// <summary>Set when nobody wants the task's result.</summary>
    public CancellationToken Token => _wanted.Token;

    /// <summary>What runs; null before its commands were read.</summary>
    public RunningAssignment? Running
    {
        get => _running;
        set => _running = value;
    }

    /// <summary>Sets the token at once; callbacks run elsewhere.</summary>
    public Task CancelAsync() => _wanted.CancelAsync();

    public void Dispose() => _wanted.Dispose();
}
