namespace Millrace.Benchmarks.Ratios;

/// <summary>A ratio cannot be measured here; the message says what is missing and how to get it.</summary>
internal sealed class NotMeasuredException(string message) : Exception(message);
