using Millrace.Jobs.Places;
using Millrace.Jobs.Relations;

namespace Millrace.Jobs.Stages.Relations;

/// <summary>The training table: what split, features and training read where a job has a relation stage.</summary>
internal sealed record RelationResult
{
    /// <summary>Its files, relative to the run folder, by what their rows are.</summary>
    public required IReadOnlyDictionary<RowRole, IReadOnlyList<string>> Files { get; init; }

    /// <summary>Its rows out of clean rows.</summary>
    public required long Rows { get; init; }

    /// <summary>What each step did.</summary>
    public required IReadOnlyList<StepReport> Steps { get; init; }

    /// <summary>Its files of a role; none where there are no such rows.</summary>
    public IReadOnlyList<string> FilesOf(RowRole role) => Files.GetValueOrDefault(role, []);
}
