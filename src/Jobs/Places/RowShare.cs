using Millrace.Jobs.Engine;
using Millrace.Jobs.Survey;

namespace Millrace.Jobs.Places;

/// <summary>A share of a stage's rows. For one thread at a time.</summary>
internal sealed class RowShare
{
    /// <summary>What the rows are.</summary>
    public required RowRole Role { get; init; }

    /// <summary>The files that they come from.</summary>
    public required Snapshot Snapshot { get; init; }

    /// <summary>The files whose rows these are, for work on whole files.</summary>
    public IReadOnlyList<SnapshotFile> Files { get; init; } = [];

    /// <summary>The rows.</summary>
    public required IScanReader Rows { get; init; }

    /// <summary>Writes files.</summary>
    public required IEngine Engine { get; init; }

    /// <summary>Where files go.</summary>
    public required ShareOutput Output { get; init; }

    /// <summary>Told the rows of each batch.</summary>
    public Action<long> Progressed { get; init; } = static _ => { };
}
