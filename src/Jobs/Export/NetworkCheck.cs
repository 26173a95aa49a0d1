using System.Globalization;
using Millrace.Training.Networks;

namespace Millrace.Jobs.Export;

/// <summary>
/// Holds an exported network against the network itself: batches of 1 and 1,000 rows; sequences of one step, of the most, and of
/// every length between; every category index and the unknown one.
/// </summary>
internal static class NetworkCheck
{
    /// <summary>Batches that are tried.</summary>
    public static IReadOnlyList<int> Batches { get; } = [1, 1_000];

    /// <summary>The greatest difference over all tries, as a share of the bound's units.</summary>
    /// <exception cref="JobFailedException">It is beyond the bound, or the model cannot be run.</exception>
    public static double Require(byte[] model, Network network, ReadOnlySpan<float> parameters, OnnxBound bound)
    {
        using var exported = new OnnxModel(model);
        var workspace = network.CreateWorkspace(Batches.Max());
        var rounding = new RoundingBound(network, parameters);
        var greatest = 0.0;
        int?[] lengths = network.Shape.SequenceFeatures == 0 ? [null] : [1, network.Shape.MaxLength, null];
        foreach (var rows in Batches)
        {
            foreach (var length in lengths)
            {
                var probe = new EncodedProbe(network.Shape, rows, length, seed: rows);
                var ours = new float[rows * network.PredictionCount];
                network.Predict(probe.ToStepInput(), parameters, workspace, ours);
                var difference = bound.Greatest(ours, exported.Predict(probe.ToOnnx()), rounding.Of(probe.ToStepInput(), workspace, ours));
                if (difference > OnnxBound.Relative)
                {
                    throw new JobFailedException(string.Create(
                        CultureInfo.InvariantCulture,
                        $"The exported ONNX model is not the network: in a batch of {rows:N0} rows a prediction differs by {difference:G3}, where {OnnxBound.Words} is allowed. Report this; `export: {{ onnx: false }}` runs the job without it."));
                }

                greatest = Math.Max(greatest, difference);
            }
        }

        return greatest;
    }
}
