using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Millrace.Jobs.Specification;

namespace Millrace.Jobs.Scoring;

/// <summary>What is scored, by what, and where answers go.</summary>
internal sealed record ScoreRequest
{
    /// <summary>Folder of the finished run; a full path.</summary>
    public required string RunFolder { get; init; }

    /// <summary>Files, folders and globs of the rows.</summary>
    public required IReadOnlyList<string> Inputs { get; init; }

    /// <summary>Where relative paths of the rows start; a full path.</summary>
    public required string InputFolder { get; init; }

    /// <summary>Where relative paths of the job's further inputs start; a full path.</summary>
    public required string SideInputFolder { get; init; }

    /// <summary>Where answers go; a full path.</summary>
    public required string Output { get; init; }

    /// <summary>Readers, Spark and so on: nothing here changes an answer. Null is what the run used.</summary>
    public required Func<RunSpec, RunSpec> Using { get; init; }

    /// <summary>Gets messages 4001 to 4010; nobody by default.</summary>
    public ILogger Logger { get; init; } = NullLogger.Instance;
}
