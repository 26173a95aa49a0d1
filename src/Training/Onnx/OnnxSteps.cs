namespace Millrace.Training.Onnx;

/// <summary>Which steps of the sequences in a graph are valid.</summary>
/// <param name="Lengths">[rows] int32.</param>
/// <param name="IsValid">[rows, T, 1] boolean.</param>
/// <param name="Most">T.</param>
internal sealed record OnnxSteps(string Lengths, string IsValid, int Most)
{
    /// <summary>Adds the comparison of step numbers with lengths.</summary>
    public static OnnxSteps Add(OnnxGraph graph, string lengths, int most)
    {
        var numbers = graph.SmallIntegers([.. Enumerable.Range(0, most)], 1, most, 1);
        return new OnnxSteps(lengths, graph.Node("Less", [numbers, graph.Reshape(lengths, -1, 1, 1)]), most);
    }

    /// <summary>x [rows, T, D] with zeros beyond the lengths.</summary>
    public string Clear(OnnxGraph graph, string x) => graph.Node("Where", [IsValid, x, graph.Scalar(0f)]);

    /// <summary>x [rows, D] with zeros where a sequence has no step at all.</summary>
    public string ClearEmpty(OnnxGraph graph, string x)
    {
        var any = graph.Node("Greater", [graph.Reshape(Lengths, -1, 1), graph.SmallIntegers([0], 1, 1)]);
        return graph.Node("Where", [any, x, graph.Scalar(0f)]);
    }
}
