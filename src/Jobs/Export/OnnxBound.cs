using System.Globalization;

namespace Millrace.Jobs.Export;

/// <summary>
/// How far the runtime's predictions may lie from ours: <see cref="Relative"/> times the greatest of the prediction's size, the label's deviation
/// and, for probabilities and counts, 1. One for each column of predictions.
/// </summary>
/// <param name="Units">For each column of predictions the size below which differences count as absolute.</param>
internal sealed record OnnxBound(IReadOnlyList<double> Units)
{
    /// <summary>The bound that the export is held to.</summary>
    public const double Relative = 1e-4;

    /// <summary>The bound in words, for the model card.</summary>
    public static string Words { get; } = string.Create(
        CultureInfo.InvariantCulture, $"{Relative:0.####} of the prediction's size (at least: of the label's deviation; of 1 for probabilities and counts)");

    /// <summary>The greatest difference as a share of its unit.</summary>
    /// <exception cref="JobFailedException">The shapes differ, or a value is not finite on one side only.</exception>
    public double Greatest(ReadOnlySpan<float> ours, ReadOnlySpan<float> theirs)
    {
        if (ours.Length != theirs.Length)
        {
            throw new JobFailedException($"The exported ONNX model gives {theirs.Length} predictions where {ours.Length} are expected.");
        }

        var greatest = 0.0;
        for (var at = 0; at < ours.Length; at++)
        {
            var difference = Math.Abs((double)ours[at] - theirs[at]) / Math.Max(Math.Abs(ours[at]), Units[at % Units.Count]);
            greatest = ours[at].Equals(theirs[at]) ? greatest : double.IsNaN(difference) ? double.PositiveInfinity : Math.Max(greatest, difference);
        }

        return greatest;
    }
}
