namespace Millrace.Jobs.Reporting;

/// <summary>One bar of a histogram.</summary>
/// <param name="Low">Where it begins.</param>
/// <param name="High">Where it ends.</param>
/// <param name="Count">Rows in it.</param>
internal sealed record HistogramBin(double Low, double High, long Count);
