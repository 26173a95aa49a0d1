using Millrace.Training.Networks;
using Millrace.Training.Onnx;

namespace Millrace.Training.Layers.Normalisation;

/// <summary>(x − mean) / √(variance + ε) along the last axis, times scale, plus shift.</summary>
internal sealed unsafe class LayerNormLayer : Layer
{
    private readonly ParameterView _scale;
    private readonly ParameterView _shift;
    private readonly double _epsilon;

    public LayerNormLayer(string name, TensorShape input, LayerNormSpec spec, LayoutBuilder layout)
        : base(name, input, input)
    {
        _epsilon = spec.Epsilon > 0 ? spec.Epsilon : throw new NetworkException(name, "epsilon is positive.");
        _scale = layout.Add($"{name}.scale", ParameterKind.Scale, input.Channels);
        _shift = layout.Add($"{name}.shift", ParameterKind.Scale, input.Channels);
    }

    private int Columns => Input.Channels;

    public override void Initialize(ulong seed, Span<float> parameters) => parameters.Slice(_scale.Offset, _scale.Count).Fill(1f);

    public override LayerState CreateState(int maxRows, Kernels.Kernels kernels) =>
        new NormState((long)maxRows * Input.Size, (long)maxRows * Input.Positions, Columns);

    public override void Forward(LayerState state, Pass pass, float* x, float* y)
    {
        var own = (NormState)state;
        var rows = (long)pass.Rows * Input.Positions;
        var normal = own.Normal.Pointer;
        for (long row = 0; row < rows; row++, x += Columns, normal += Columns)
        {
            var mean = pass.Kernels.Sum(x, Columns) / Columns;
            var variance = pass.Kernels.SquaredDeviations(x, mean, Columns) / Columns;
            var inverse = 1f / MathF.Sqrt(variance + (float)_epsilon);
            own.Inverse.Pointer[row] = inverse;
            pass.Kernels.ScaleAndShift(x, -mean, inverse, normal, Columns);
        }

        pass.Kernels.Affine(own.Normal.Pointer, pass.Parameters + _scale.Offset, pass.Parameters + _shift.Offset, y, rows, Columns);
    }

    public override void Backward(LayerState state, Pass pass, in BackwardValues values)
    {
        float* dy = values.Dy, dx = values.Dx;
        var own = (NormState)state;
        var lanes = pass.Lanes.At(Input.Positions);
        pass.Kernels.ColumnSums(lanes, dy, own.Normal.Pointer, Columns, pass.Gradient + _scale.Offset);
        pass.Kernels.ColumnSums(lanes, dy, null, Columns, pass.Gradient + _shift.Offset);
        if (dx == null)
        {
            return;
        }

        var rows = (long)pass.Rows * Input.Positions;
        var normal = own.Normal.Pointer;
        for (long row = 0; row < rows; row++, dy += Columns, dx += Columns, normal += Columns)
        {
            pass.Kernels.MultiplyInto(dy, pass.Parameters + _scale.Offset, dy, Columns);
            var mean = pass.Kernels.Sum(dy, Columns) / Columns;
            var slope = pass.Kernels.Dot(dy, normal, Columns) / Columns;
            pass.Kernels.NormBackward(dy, normal, mean, slope, own.Inverse.Pointer[row], dx, Columns);
        }
    }

    public override string? OnnxObstacle => null;

    public override string Export(OnnxGraph graph, string x) => graph.Node(
        "LayerNormalization",
        [x, Constant(graph, _scale, Columns), Constant(graph, _shift, Columns)],
        OnnxAttribute.Of("axis", -1L),
        OnnxAttribute.Of("epsilon", (float)_epsilon));
}
