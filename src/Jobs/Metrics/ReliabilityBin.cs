namespace Millrace.Jobs.Metrics;

/// <summary>Rows of about equal confidence.</summary>
/// <param name="Confidence">Their mean predicted probability.</param>
/// <param name="Share">The share of them for which it came true.</param>
/// <param name="Rows">How many they are.</param>
internal sealed record ReliabilityBin(double Confidence, double Share, long Rows);
