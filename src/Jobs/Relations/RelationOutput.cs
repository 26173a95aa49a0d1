using Millrace.Jobs.Places;

namespace Millrace.Jobs.Relations;

/// <summary>What the relation stage's engine left.</summary>
/// <param name="Files">Raw files of the training table by what their rows are; C# finishes them.</param>
/// <param name="Rows">Rows by what they are.</param>
/// <param name="Reports">What each step did.</param>
internal sealed record RelationOutput(
    IReadOnlyDictionary<RowRole, IReadOnlyList<string>> Files, IReadOnlyDictionary<RowRole, long> Rows, IReadOnlyList<StepReport> Reports);
