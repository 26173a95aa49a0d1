namespace Millrace.Jobs.Diagnostics;

/// <summary>One thing that was looked at.</summary>
/// <param name="Name">What it is.</param>
/// <param name="Status">How it came out.</param>
/// <param name="Found">What is there, or what is not.</param>
/// <param name="NeededFor">What it is for.</param>
/// <param name="Remedy">What to do where it is missing; null where nothing is to do.</param>
internal sealed record MachineCheck(string Name, CheckStatus Status, string Found, string NeededFor, string? Remedy = null);
