using Millrace.Jobs.Survey;

namespace Millrace.Jobs.Stages.Rows;

/// <summary>What the row stage is asked to do.</summary>
/// <param name="Stage">The stage's name in display and manifest.</param>
/// <param name="Key">Its key: names what is kept between runs.</param>
/// <param name="Work">The contract and the rules.</param>
/// <param name="Input">The pinned input.</param>
/// <param name="Folders">Where to write; emptied first.</param>
internal sealed record RowsRequest(string Stage, string Key, RowsWork Work, Snapshot Input, RowsFolders Folders);
