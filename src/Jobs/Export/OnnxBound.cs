using System.Globalization;

namespace Millrace.Jobs.Export;

/// <summary>
/// How far the runtime's predictions may lie from ours: <see cref="Relative"/> times the greatest of the prediction's size, the label's deviation
/// and, for probabilities and counts, 1; or as far as rounding can move a prediction, where that is more (<see cref="Millrace.Training.Networks.RoundingBound"/>).
/// </summary>
/// <param name="Units">For each column of predictions the size below which differences count as absolute.</param>
internal sealed record OnnxBound(IReadOnlyList<double> Units)
{
    /// <summary>The bound that the export is held to.</summary>
    public const double Relative = 1e-4;

    /// <summary>The bound in words, for the model card.</summary>
    public static string Words { get; } = string.Create(
        CultureInfo.InvariantCulture, $"{Relative:0.####} of the prediction's size (at least: of the label's deviation; of 1 for probabilities and counts), or as far as rounding can move a sum of its size");

    /// <summary>The greatest difference as a share of its unit, which is as large as makes <see cref="Relative"/> of it the bound.</summary>
    /// <param name="ours">Our predictions.</param>
    /// <param name="theirs">The runtime's.</param>
    /// <param name="rounding">How far rounding can move each of ours.</param>
    /// <exception cref="JobFailedException">The shapes differ, or a value is not finite on one side only.</exception>
    public double Greatest(ReadOnlySpan<float> ours, ReadOnlySpan<float> theirs, ReadOnlySpan<double> rounding)
    {
        if (ours.Length != theirs.Length)
        {
            throw new JobFailedException($"The exported ONNX model gives {theirs.Length} predictions where {ours.Length} are expected.");
        }

        var greatest = 0.0;
        for (var at = 0; at < ours.Length; at++)
        {
            var unit = Math.Max(Math.Max(Math.Abs(ours[at]), Units[at % Units.Count]), rounding[at] / Relative);
            var difference = Math.Abs((double)ours[at] - theirs[at]) / unit;
            greatest = ours[at].Equals(theirs[at]) ? greatest : double.IsNaN(difference) ? double.PositiveInfinity : Math.Max(greatest, difference);
        }

        return greatest;
    }
}
