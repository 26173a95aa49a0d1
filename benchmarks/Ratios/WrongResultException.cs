namespace Millrace.Benchmarks.Ratios;

/// <summary>A side of a ratio produced a wrong result: its time means nothing.</summary>
internal sealed class WrongResultException(string message) : Exception(message);
