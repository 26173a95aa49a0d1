using Millrace.Training.Networks;

namespace Millrace.Training.Onnx;

/// <summary>
/// Writes a network over encoded features as an ONNX model (operator set 17): inputs <c>x</c> [rows, F] float32 and, where
/// there are categories, <c>c</c> [rows, C] int32; output <c>prediction</c> [rows, P] float32 in the labels' units.
/// </summary>
public static class NetworkOnnx
{
    /// <summary>The layer that cannot be exported, or null: recurrent layers, attention and sequences have no export.</summary>
    public static string? Obstacle(Network network)
    {
        ArgumentNullException.ThrowIfNull(network);
        return network.Shape.SequenceFeatures > 0 ? "input: sequences have no ONNX export" : network.Stack.OnnxObstacle;
    }

    /// <summary>The bytes of the model file.</summary>
    /// <exception cref="NetworkException">A layer has no export; names it.</exception>
    public static byte[] Export(Network network, ReadOnlyMemory<float> parameters)
    {
        ArgumentNullException.ThrowIfNull(network);
        ArgumentOutOfRangeException.ThrowIfNotEqual(parameters.Length, network.Layout.Count);
        if (Obstacle(network) is { } obstacle)
        {
            throw new NetworkException("onnx", obstacle);
        }

        var graph = new OnnxGraph(parameters);
        var value = network.Stack.Export(graph, network.InputLayer.Export(graph));
        var parts = network.Targets.Select(target => target.Export(graph, value, network.Members)).ToArray();
        var prediction = parts.Length == 1 ? parts[0] : graph.Node("Concat", parts, OnnxAttribute.Of("axis", 1L));
        graph.Output("prediction", prediction, network.PredictionCount);
        return graph.ToModel();
    }
}
