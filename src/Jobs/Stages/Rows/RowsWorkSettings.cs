namespace Millrace.Jobs.Stages.Rows;

/// <summary>What the row stage needs to know of a job, as data.</summary>
/// <param name="Job">The job's canonical JSON.</param>
/// <param name="IsScoring">Whether every row must be answered, so none is set aside.</param>
/// <param name="WithProfile">Whether the clean rows are profiled for the report.</param>
/// <param name="KeepsConverted">Whether quarantined rows are written in the clean layout too.</param>
/// <param name="Input">Name of the further input whose contract and steps are meant; null for the main one.</param>
internal sealed record RowsWorkSettings(string Job, bool IsScoring, bool WithProfile, bool KeepsConverted, string? Input = null);
