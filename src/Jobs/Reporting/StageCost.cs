namespace Millrace.Jobs.Reporting;

/// <summary>What a stage cost.</summary>
/// <param name="Name">The stage.</param>
/// <param name="Seconds">Wall time.</param>
/// <param name="PeakBytes">The most memory that the process held during it.</param>
internal sealed record StageCost(string Name, double Seconds, long PeakBytes);
