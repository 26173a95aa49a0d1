namespace Millrace.Training.Networks;

/// <summary>
/// Neighbouring dense features that all come from one number: its quantile-normal value and its piecewise-linear encoding, say. The tabular
/// ensemble embeds them together.
/// </summary>
/// <param name="Name">The column's name, as in parameter names.</param>
/// <param name="First">The first of the features.</param>
/// <param name="Count">How many there are; at least 1.</param>
/// <param name="Linear">
/// Leading features whose weights start at random, so that the embedding starts as a straight line in them; the others start at 0 and bend it. 0: all start at random.
/// </param>
public sealed record NumericField(string Name, int First, int Count, int Linear);
