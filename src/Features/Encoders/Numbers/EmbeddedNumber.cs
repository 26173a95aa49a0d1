namespace Millrace.Features.Encoders.Numbers;

/// <summary>Neighbouring dense features that all come from one number and hold its piecewise-linear encoding; a network may embed them together.</summary>
/// <param name="Name">The number's column.</param>
/// <param name="First">The first of the features in <see cref="FeatureLayout.Dense"/>.</param>
/// <param name="Count">How many there are.</param>
/// <param name="Linear">How many of the first ones are the number itself on another scale (quantile-normal, standardised), not bins.</param>
/// <param name="Bins">How many bins follow them; behind these stand frequent values and missing.</param>
public sealed record EmbeddedNumber(string Name, int First, int Count, int Linear, int Bins);
