using Millrace.Training.Layers;

namespace Millrace.Training.Onnx;

/// <summary>Activations as ONNX operators.</summary>
internal static class ActivationExport
{
    private const float RootHalf = 0.70710678f;
    private const float TwiceRoot = 1.5957691f;
    private const float Cubic = 0.044715f;

    /// <summary>Adds f(x); gives the name of the result.</summary>
    public static string Add(OnnxGraph graph, Activation activation, string x) => activation switch
    {
        Activation.Linear => x,
        Activation.Relu => graph.Node("Relu", [x]),
        Activation.LeakyRelu => graph.Node("LeakyRelu", [x], OnnxAttribute.Of("alpha", 0.01f)),
        Activation.Elu => graph.Node("Elu", [x], OnnxAttribute.Of("alpha", 1f)),
        Activation.Tanh => graph.Node("Tanh", [x]),
        Activation.Sigmoid => graph.Node("Sigmoid", [x]),
        Activation.Softplus => graph.Node("Softplus", [x]),
        Activation.Softmax => graph.Node("Softmax", [x], OnnxAttribute.Of("axis", -1L)),
        Activation.Silu => graph.Node("Mul", [x, graph.Node("Sigmoid", [x])]),
        Activation.GeluTanh => GeluTanh(graph, x),
        _ => Gelu(graph, x),
    };

    private static string Gelu(OnnxGraph graph, string x)
    {
        var error = graph.Node("Erf", [graph.Node("Mul", [x, graph.Scalar(RootHalf)])]);
        var share = graph.Node("Mul", [graph.Node("Add", [error, graph.Scalar(1f)]), graph.Scalar(0.5f)]);
        return graph.Node("Mul", [x, share]);
    }

    private static string GeluTanh(OnnxGraph graph, string x)
    {
        var square = graph.Node("Mul", [x, x]);
        var factor = graph.Node("Add", [graph.Node("Mul", [square, graph.Scalar(Cubic * TwiceRoot)]), graph.Scalar(TwiceRoot)]);
        return graph.Node("Mul", [x, graph.Node("Sigmoid", [graph.Node("Mul", [x, factor])])]);
    }
}
