namespace Millrace.Benchmarks.Ratios;

/// <summary>A measured ratio.</summary>
/// <param name="Value">Median over the pairs, or the one value where it is counted inside a run.</param>
/// <param name="LowerQuartile">25 % of the pairs lie below.</param>
/// <param name="UpperQuartile">25 % of the pairs lie above.</param>
/// <param name="Pairs">How many pairs were run.</param>
/// <param name="Conditions">Shapes, batch, threads and kernel path.</param>
/// <param name="ResultHash">Hash of the result that both sides produced.</param>
internal sealed record Measurement(
    double Value, double LowerQuartile, double UpperQuartile, int Pairs, string Conditions, string ResultHash);
