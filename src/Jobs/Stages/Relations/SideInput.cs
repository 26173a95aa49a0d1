using Millrace.Jobs.Stages.Rows;
using Millrace.Jobs.Survey;

namespace Millrace.Jobs.Stages.Relations;

/// <summary>A further input of a run, cleaned.</summary>
/// <param name="Name">Its name in the job.</param>
/// <param name="Snapshot">Its pinned files.</param>
/// <param name="Rows">What the row stage made of them.</param>
/// <param name="Key">Key of its row stage.</param>
internal sealed record SideInput(string Name, Snapshot Snapshot, RowsResult Rows, string Key);
