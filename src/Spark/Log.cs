using Grpc.Core;
using Microsoft.Extensions.Logging;

namespace Millrace.Spark;

/// <summary>The log messages of this assembly's client side: ids 1000 to 1099. No message carries data or a token.</summary>
internal static partial class Log
{
    [LoggerMessage(1000, LogLevel.Information, "Session {SessionId} on Spark {Version}")]
    public static partial void SessionOpened(ILogger logger, string sessionId, string version);

    [LoggerMessage(1001, LogLevel.Debug, "No details for an error: {Reason}")]
    public static partial void NoErrorDetails(ILogger logger, string reason);

    [LoggerMessage(1002, LogLevel.Information, "Try {Attempt} after {Code}")]
    public static partial void Retrying(ILogger logger, int attempt, string code);

    [LoggerMessage(1003, LogLevel.Information, "Result stream of {OperationId} was cut ({Code}); taking it up again")]
    public static partial void StreamCut(ILogger logger, string operationId, StatusCode code);

    [LoggerMessage(1004, LogLevel.Information, "{OperationId} never reached the server; sending it")]
    public static partial void SentAgain(ILogger logger, string operationId);

    [LoggerMessage(1005, LogLevel.Debug, "Release of {OperationId} not queued")]
    public static partial void ReleaseDropped(ILogger logger, string operationId);

    [LoggerMessage(1006, LogLevel.Debug, "Release of {OperationId} failed: {Code}")]
    public static partial void ReleaseFailed(ILogger logger, string operationId, StatusCode code);

    [LoggerMessage(1007, LogLevel.Information, "Spark server {ProcessId} answers on port {Port} after {Milliseconds} ms")]
    public static partial void ServerStarted(ILogger logger, int processId, int port, long milliseconds);

    [LoggerMessage(1008, LogLevel.Information, "Spark server {ProcessId} stopped with {ExitCode}")]
    public static partial void ServerStopped(ILogger logger, int processId, int exitCode);
}
