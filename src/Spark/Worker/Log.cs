using Microsoft.Extensions.Logging;

namespace Millrace.Spark.Worker;

/// <summary>The log messages of the executor-side worker: ids 1100 to 1199. They go to stderr; stdout belongs to the protocol.</summary>
internal static partial class Log
{
    [LoggerMessage(1100, LogLevel.Information, "Worker daemon {ProcessId} of {Application} listens")]
    public static partial void DaemonStarted(ILogger logger, int processId, string application);

    [LoggerMessage(1101, LogLevel.Warning, "A connection showed a wrong secret")]
    public static partial void SecretRefused(ILogger logger);

    [LoggerMessage(1102, LogLevel.Warning, "A connection ended: {Reason}")]
    public static partial void ConnectionRefused(ILogger logger, string reason);

    [LoggerMessage(1103, LogLevel.Debug, "A connection was closed by Spark ({Kind})")]
    public static partial void ConnectionClosed(ILogger logger, string kind);

    [LoggerMessage(1104, LogLevel.Information, "Worker daemon {ProcessId} ends: {Reason}")]
    public static partial void DaemonEnds(ILogger logger, int processId, string reason);

    [LoggerMessage(1105, LogLevel.Error, "A connection failed")]
    public static partial void ConnectionFailed(ILogger logger, Exception failure);

    [LoggerMessage(1106, LogLevel.Error, "Operator {Operator} goes on {Seconds} s after its task was cancelled: this process takes no new task and ends with its last other one")]
    public static partial void OperatorStuck(ILogger logger, string @operator, long seconds);

    [LoggerMessage(1107, LogLevel.Warning, "The managed heap was not limited to {Bytes} bytes: {Reason}")]
    public static partial void HeapLimitRefused(ILogger logger, long bytes, string reason);

    [LoggerMessage(1108, LogLevel.Warning, "A task that was in flight when a process died runs alone: {Task}")]
    public static partial void RunsAlone(ILogger logger, string task);
}
