using Millrace.Training.Networks;
using Millrace.Training.Onnx;

namespace Millrace.Training.Layers.Ensembles;

/// <summary>y[b, m, c] = max(x[b, m, c] s[m, c] + t[m, c], 0): the members' own scales and biases behind a shared product.</summary>
internal sealed unsafe class MemberAffineLayer : Layer
{
    private readonly ParameterView _scale;
    private readonly ParameterView _bias;

    public MemberAffineLayer(string name, TensorShape input, LayoutBuilder layout)
        : base(name, input, input)
    {
        _scale = layout.Add($"{name}.scale", ParameterKind.Scale, input.Width, input.Channels);
        _bias = layout.Add($"{name}.bias", ParameterKind.Bias, input.Width, input.Channels);
    }

    public override bool EndsInRelu => true;

    private int Columns => Input.Size;

    public override void Initialize(ulong seed, Span<float> parameters) => parameters.Slice(_scale.Offset, _scale.Count).Fill(1f);

    public override LayerState CreateState(int maxRows, Kernels.Kernels kernels) => EmptyState.Instance;

    public override void Forward(LayerState state, Pass pass, float* x, float* y) =>
        pass.Kernels.AffineRelu(x, pass.Parameters + _scale.Offset, pass.Parameters + _bias.Offset, y, pass.Rows, Columns);

    public override void Backward(LayerState state, Pass pass, in BackwardValues values)
    {
        float* x = values.X, y = values.Y, dy = values.Dy, dx = values.Dx;
        if (!OutputIsMasked)
        {
            pass.Kernels.ActivateBackward(Activation.Relu, x, y, dy, pass.Rows, Columns);
        }

        var lanes = pass.Lanes.At(1);
        pass.Kernels.ColumnSums(lanes, dy, x, Columns, pass.Gradient + _scale.Offset);
        pass.Kernels.ColumnSums(lanes, dy, null, Columns, pass.Gradient + _bias.Offset);
        if (dx != null)
        {
            pass.Kernels.MultiplyColumns(dy, pass.Parameters + _scale.Offset, dx, pass.Rows, Columns);
        }
    }

    public override string? OnnxObstacle => null;

    public override string Export(OnnxGraph graph, string x)
    {
        var scaled = graph.Node("Mul", [x, Constant(graph, _scale, Input.Width, Input.Channels)]);
        return graph.Node("Relu", [graph.Node("Add", [scaled, Constant(graph, _bias, Input.Width, Input.Channels)])]);
    }
}
