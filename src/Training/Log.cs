using Microsoft.Extensions.Logging;

namespace Millrace.Training;

/// <summary>The log messages of training: ids 3000 to 3099, at most one an epoch, checkpoint or failure. No message carries a value of a row.</summary>
internal static partial class Log
{
    [LoggerMessage(3000, LogLevel.Information, "Training of plan {Plan}: {Ranks} ranks, {Rows} rows, {Steps} steps an epoch")]
    public static partial void Started(ILogger logger, string plan, int ranks, long rows, long steps);

    [LoggerMessage(3001, LogLevel.Information, "Going on after step {Step}")]
    public static partial void Resumed(ILogger logger, long step);

    [LoggerMessage(3002, LogLevel.Warning, "{Note}")]
    public static partial void StateNote(ILogger logger, string note);

    [LoggerMessage(3003, LogLevel.Information, "Epoch {Epoch}: loss {TrainLoss} in {Seconds} s, best so far: {Best}")]
    public static partial void EpochEnded(ILogger logger, int epoch, double trainLoss, double seconds, bool best);

    [LoggerMessage(3004, LogLevel.Debug, "Checkpoint after step {Step} written in {Milliseconds} ms")]
    public static partial void CheckpointWritten(ILogger logger, long step, long milliseconds);

    [LoggerMessage(3005, LogLevel.Information, "Training ended after {Step} steps: {Reason}")]
    public static partial void Ended(ILogger logger, long step, string reason);

    [LoggerMessage(3006, LogLevel.Error, "Rank {Rank} failed")]
    public static partial void RankFailed(ILogger logger, int rank, Exception failure);

    [LoggerMessage(3007, LogLevel.Warning, "Rank process {Rank} wrote to its error stream: {Line}")]
    public static partial void RankSaid(ILogger logger, int rank, string line);
}
