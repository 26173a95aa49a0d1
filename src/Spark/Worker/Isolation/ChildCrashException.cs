namespace Millrace.Spark.Worker.Isolation;

/// <summary>The process of an isolated task died. It ran nothing else, so the suspicion is proved.</summary>
/// <param name="exitCode">How it ended.</param>
/// <param name="assignments">What it worked on.</param>
internal sealed class ChildCrashException(int exitCode, IReadOnlyList<string> assignments)
    : Exception($"The process that ran this task alone ended with code {exitCode} and without an answer. It ran:")
{
    public IReadOnlyList<string> Assignments { get; } = assignments;
}
