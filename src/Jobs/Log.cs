using Microsoft.Extensions.Logging;

namespace Millrace.Jobs;

/// <summary>The log messages of jobs: ids 4000 to 4099. No message carries a value of a row.</summary>
internal static partial class Log
{
    [LoggerMessage(4000, LogLevel.Information, "Job {Job}, plan {PlanSha256}, into {RunFolder}")]
    public static partial void RunBegins(ILogger logger, string job, string planSha256, string runFolder);

    [LoggerMessage(4001, LogLevel.Information, "Stage {Stage} begins: {What}")]
    public static partial void StageBegins(ILogger logger, string stage, string what);

    [LoggerMessage(4002, LogLevel.Information, "Stage {Stage} took {Seconds} s and {PeakBytes} bytes: {Words}")]
    public static partial void StageDone(ILogger logger, string stage, double seconds, long peakBytes, string words);

    [LoggerMessage(4003, LogLevel.Information, "Stage {Stage} is finished since an earlier run: {Words}")]
    public static partial void StageReused(ILogger logger, string stage, string words);

    [LoggerMessage(4004, LogLevel.Information, "{Stage} notes: {Finding}")]
    public static partial void Noted(ILogger logger, string stage, string finding);

    [LoggerMessage(4005, LogLevel.Warning, "{Stage} warns: {Finding}")]
    public static partial void Warned(ILogger logger, string stage, string finding);

    [LoggerMessage(4006, LogLevel.Information, "Job {Job} is done after {Seconds} s")]
    public static partial void RunDone(ILogger logger, string job, double seconds);

    [LoggerMessage(4007, LogLevel.Error, "Job {Job} ended after {Seconds} s with {Failure}")]
    public static partial void RunFailed(ILogger logger, string job, double seconds, string failure);

    [LoggerMessage(4008, LogLevel.Information, "Scoring with the model {WeightsSha256} of job {Job}, into {Output}")]
    public static partial void ScoringBegins(ILogger logger, string job, string weightsSha256, string output);

    [LoggerMessage(4009, LogLevel.Information, "Scoring with job {Job} is done after {Seconds} s: {Rows} rows, {Predicted} with a prediction")]
    public static partial void ScoringDone(ILogger logger, string job, double seconds, long rows, long predicted);

    [LoggerMessage(4010, LogLevel.Error, "Scoring with job {Job} ended after {Seconds} s with {Failure}")]
    public static partial void ScoringFailed(ILogger logger, string job, double seconds, string failure);
}
