using Millrace.Training.Networks;

namespace Millrace.Training.Onnx;

/// <summary>
/// Writes a network over encoded features as an ONNX model. Inputs, where the network has them: <c>x</c> [rows, F] float32,
/// <c>c</c> [rows, C] int32, <c>s</c> [rows, T, D] float32 and <c>lengths</c> [rows] int32. Output: <c>prediction</c> [rows, P]
/// float32, values in the labels' units and probabilities.
/// </summary>
public static class NetworkOnnx
{
    /// <summary>The output's name.</summary>
    public const string Prediction = "prediction";

    /// <summary>The layer that cannot be exported, or null.</summary>
    public static string? Obstacle(Network network)
    {
        ArgumentNullException.ThrowIfNull(network);
        return network.Stack.OnnxObstacle;
    }

    /// <summary>The bytes of the model file.</summary>
    /// <exception cref="NetworkException">A layer has no export; names it.</exception>
    public static byte[] Export(Network network, ReadOnlyMemory<float> parameters)
    {
        ArgumentNullException.ThrowIfNull(network);
        var graph = new OnnxGraph();
        AddWithInputs(graph, network, parameters);
        return graph.ToModel();
    }

    /// <summary>Declares the inputs of encoded features, adds the network, and declares its output.</summary>
    /// <exception cref="NetworkException">A layer has no export; names it.</exception>
    public static void AddWithInputs(OnnxGraph graph, Network network, ReadOnlyMemory<float> parameters)
    {
        ArgumentNullException.ThrowIfNull(graph);
        ArgumentNullException.ThrowIfNull(network);
        var shape = network.Shape;
        var inputs = new OnnxInputs
        {
            Dense = shape.DenseFeatures == 0 ? null : graph.Input("x", OnnxType.Float, shape.DenseFeatures),
            Categories = shape.Categories.Count == 0 ? null : graph.Input("c", OnnxType.Int32, shape.Categories.Count),
            Sequences = shape.SequenceFeatures == 0 ? null : graph.Input("s", OnnxType.Float, shape.MaxLength, shape.SequenceFeatures),
            Lengths = shape.SequenceFeatures == 0 ? null : graph.Input("lengths", OnnxType.Int32),
        };
        graph.Output(Prediction, Add(graph, network, parameters, inputs), network.PredictionCount);
    }

    /// <summary>Adds the network behind values that the graph has already; gives the name of its predictions [rows, P].</summary>
    /// <exception cref="NetworkException">A layer has no export; names it.</exception>
    public static string Add(OnnxGraph graph, Network network, ReadOnlyMemory<float> parameters, OnnxInputs inputs)
    {
        ArgumentNullException.ThrowIfNull(graph);
        ArgumentNullException.ThrowIfNull(inputs);
        ArgumentOutOfRangeException.ThrowIfNotEqual(parameters.Length, network.Layout.Count);
        if (Obstacle(network) is { } obstacle)
        {
            throw new NetworkException("onnx", obstacle);
        }

        graph.ParameterMemory = parameters;
        graph.Steps = inputs.Lengths is { } lengths ? OnnxSteps.Add(graph, lengths, network.Shape.MaxLength) : null;
        var value = network.Stack.Export(graph, network.InputLayer.Export(graph, inputs));
        var parts = network.Targets.Select(target => target.Export(graph, value, network.Members)).ToArray();
        return parts.Length == 1 ? parts[0] : graph.Node("Concat", parts, OnnxAttribute.Of("axis", 1L));
    }
}
