using System.Net.Sockets;
using Microsoft.Extensions.Logging;
using Millrace.Spark.Worker.Commands;
using Millrace.Spark.Worker.Isolation;
using Millrace.Spark.Worker.Memory;
using Millrace.Spark.Worker.Tasks;
using Millrace.Spark.Worker.Wire;

namespace Millrace.Spark.Worker;

/// <summary>What all connections of one worker process share. Thread-safe; dispose when no connection is left that matters.</summary>
internal sealed class WorkerHost : IDisposable
{
    private readonly ConnectionWatcher _watcher;
    private readonly TaskChild? _children;

    /// <param name="code">What can be run.</param>
    /// <param name="options">Limits.</param>
    /// <param name="log">The assignments in flight; belongs to the host.</param>
    /// <param name="time">The clock.</param>
    /// <param name="logger">Where the worker logs.</param>
    public WorkerHost(ApplicationCode code, WorkerOptions options, AssignmentLog log, TimeProvider time, ILogger logger)
    {
        Options = options;
        Assignments = log;
        Time = time;
        Logger = logger;
        Code = code;
        Memory = new ProcessMemory(fixedBytes: null, logger);
        Retirement = new Retirement(logger);
        Runner = new TaskRunner(code, log, Memory, options, SpecialLength.EndOfStream);
        _watcher = new ConnectionWatcher(time, options.CancellationGrace, Retirement);
        _children = Environment.ProcessPath is { } executable ? new TaskChild(executable, options) : null;
    }

    public ApplicationCode Code { get; }

    public WorkerOptions Options { get; }

    public AssignmentLog Assignments { get; }

    public ProcessMemory Memory { get; }

    public Retirement Retirement { get; }

    public TaskRunner Runner { get; }

    public TimeProvider Time { get; }

    public ILogger Logger { get; }

    /// <summary>Watches a task's connection until the result is disposed.</summary>
    public IDisposable Watch(Socket socket, TaskLife life) => _watcher.Add(socket, life);

    /// <summary>Runs a task here, or in a process of its own where the session wants that or the task is suspected of a crash.</summary>
    /// <returns>Whether the connection may carry another task.</returns>
    public async Task<bool> RunAsync(TaskHeader header, byte[] headerBytes, PeekStream connection, WireWriter writer, TaskLife life)
    {
        if (Retirement.HasBegun)
        {
            TaskRunner.WriteFailure(writer, new ExecutorFailure { Kind = ExecutorFailureKind.Retiring, Message = $"This worker takes no new task: {await Retirement.Begun}." });
            return false;
        }

        var assignment = Assignment.Of(header);
        var suspect = Assignments.IsSuspect(assignment);
        if (_children is null || (!suspect && header.LocalProperties.GetValueOrDefault(WorkerSettings.IsolationKey) != "process"))
        {
            return await Runner.RunAsync(header, assignment, connection, writer, life);
        }

        if (suspect)
        {
            Log.RunsAlone(Logger, assignment.Text);
        }

        using var running = Assignments.Enter(assignment, "a process of its own", elsewhere: true);
        life.Running = running;
        var pool = Memory.PoolFor(header);
        using var share = await pool.TakeAsync(life.Token);
        try
        {
            await _children.RunAsync(headerBytes, connection, writer, pool.Budget?.TotalBytes / pool.Shares, life.Token);
            Assignments.Clear(assignment);
        }
        catch (ChildCrashException crash)
        {
            TaskRunner.WriteFailure(writer, TaskRunner.Describe(crash, header) with { Kind = ExecutorFailureKind.Crash, Assignments = crash.Assignments });
        }

        return false;
    }

    public void Dispose()
    {
        _watcher.Dispose();
        Memory.Dispose();
        Assignments.Dispose();
    }
}
