namespace Millrace.Jobs.Reporting;

/// <summary>A cleaning step and what it met.</summary>
/// <param name="Name">Its name.</param>
/// <param name="What">What it does, in the words of the job: <c>fare_amount &gt; 0, otherwise quarantine</c>.</param>
/// <param name="Passed">Rows for which its check was true; null where it has no check.</param>
/// <param name="Failed">Rows for which it was false; null where it has no check.</param>
/// <param name="Unknown">Rows for which it could not be told; null where it has no check.</param>
/// <param name="Cells">Cells it changed.</param>
internal sealed record RuleReport(string Name, string What, long? Passed, long? Failed, long? Unknown, long Cells);
