namespace Millrace.Features.Splitting;

/// <summary>One fault of a split specification.</summary>
/// <param name="Member">Name of the record's member at fault (<c>Column</c>, <c>Cuts</c> …).</param>
/// <param name="Message">What is wrong and what would be right.</param>
public sealed record SplitFault(string Member, string Message);
