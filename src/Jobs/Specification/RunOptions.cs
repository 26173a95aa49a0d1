using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;

namespace Millrace.Jobs.Specification;

/// <summary>What a run needs to know that is not part of the job: where things are. Nothing here changes a result.</summary>
public sealed record RunOptions
{
    /// <summary>The folder that relative paths of the job start from: the job file's own. A full path.</summary>
    public required string JobFolder { get; init; }

    /// <summary>The run folder: manifest, report, model, data. A full path; created where it is missing.</summary>
    public required string RunFolder { get; init; }

    /// <summary>Gets the run's log: stages, findings, failures; never a value of a row.</summary>
    public ILogger Logger { get; init; } = NullLogger.Instance;

    /// <summary>Whether the run ends once learning rates were tried: nothing is trained then.</summary>
    public bool OnlyFindRate { get; init; }
}
