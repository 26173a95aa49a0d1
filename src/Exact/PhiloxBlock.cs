namespace Millrace.Exact;

/// <summary>What one counter of <see cref="Philox"/> gives: four 32-bit words.</summary>
internal readonly record struct PhiloxBlock(uint W0, uint W1, uint W2, uint W3);
