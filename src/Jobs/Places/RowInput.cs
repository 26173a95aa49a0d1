using Millrace.Jobs.Survey;

namespace Millrace.Jobs.Places;

/// <summary>Pinned files and what their rows are to a stage.</summary>
/// <param name="Role">What the rows are.</param>
/// <param name="Snapshot">The files.</param>
internal sealed record RowInput(RowRole Role, Snapshot Snapshot);
