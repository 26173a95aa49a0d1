namespace Millrace.Benchmarks.Training;

/// <summary>What one run of a side computed, and how long the part took that is judged.</summary>
internal readonly record struct Timed(string Hash, TimeSpan Elapsed);
