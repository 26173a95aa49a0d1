using Millrace.Training.Kernels.Products;
using Millrace.Training.Networks;
using Millrace.Training.Onnx;

namespace Millrace.Training.Layers;

/// <summary>y = f(x W + b) along the last axis. W [K, N] row-major.</summary>
internal sealed unsafe class DenseLayer : Layer
{
    private readonly ParameterView _weight;
    private readonly ParameterView? _bias;
    private readonly Activation _activation;

    public DenseLayer(string name, TensorShape input, DenseSpec spec, LayoutBuilder layout)
        : base(name, input, OutputShape(name, input, spec))
    {
        _activation = spec.Activation;
        _weight = layout.Add($"{name}.weight", ParameterKind.Weight, input.Channels, spec.Units);
        _bias = spec.Bias ? layout.Add($"{name}.bias", ParameterKind.Bias, spec.Units) : null;
    }

    public override bool EndsInRelu => _activation == Activation.Relu;

    public override bool CanMaskInput => true;

    public override long MultiplyAdds => (long)Input.Positions * Depth * Columns;

    private int Depth => Input.Channels;

    private int Columns => Output.Channels;

    public override void Initialize(ulong seed, Span<float> parameters) =>
        UniformInit.Fill(seed, _weight, UniformInit.Bound(_activation, Depth, Columns), parameters);

    public override LayerState CreateState(int maxRows, Kernels.Kernels kernels) => new DenseState(
        kernels.PackedLength(Depth, Columns),
        kernels.PackedLength(Columns, Depth),
        ActivationTraits.NeedsSums(_activation) ? (long)maxRows * Output.Size : 0);

    public override void Prepare(LayerState state, Pass pass)
    {
        var own = (DenseState)state;
        var weight = pass.Parameters + _weight.Offset;
        pass.Kernels.Pack(weight, Columns, 1, Depth, Columns, own.Forward.Pointer);
        if (pass.Gradient != null)
        {
            pass.Kernels.Pack(weight, 1, Columns, Columns, Depth, own.Backward.Pointer);
        }
    }

    public override void Forward(LayerState state, Pass pass, float* x, float* y)
    {
        var own = (DenseState)state;
        var sums = own.Sums == null ? y : own.Sums.Pointer;
        var product = new Product
        {
            A = x,
            ARow = Depth,
            Packed = own.Forward.Pointer,
            C = sums,
            CRow = Columns,
            Rows = pass.Rows * Input.Positions,
            Depth = Depth,
            Columns = Columns,
        };
        var relu = _activation == Activation.Relu && _bias != null;
        var end = _bias == null ? ProductEnd.Raw : relu ? ProductEnd.BiasRelu : ProductEnd.Bias;
        pass.Kernels.Multiply(product, end, _bias == null ? null : pass.Parameters + _bias.Offset, 0);
        if (!relu && _activation != Activation.Linear)
        {
            pass.Kernels.Activate(_activation, sums, y, product.Rows, Columns);
        }
    }

    public override void Backward(LayerState state, Pass pass, in BackwardValues values)
    {
        float* x = values.X, y = values.Y, dy = values.Dy, dx = values.Dx;
        var own = (DenseState)state;
        var rows = pass.Rows * Input.Positions;
        if (_activation != Activation.Linear && !OutputIsMasked)
        {
            pass.Kernels.ActivateBackward(_activation, own.Sums == null ? y : own.Sums.Pointer, y, dy, rows, Columns);
        }

        var lanes = pass.Lanes.At(Input.Positions);
        pass.Kernels.WeightGradient(lanes, x, Depth, Depth, dy, Columns, Columns, pass.Gradient + _weight.Offset);
        if (_bias != null)
        {
            pass.Kernels.ColumnSums(lanes, dy, null, Columns, pass.Gradient + _bias.Offset);
        }

        if (dx != null)
        {
            var product = new Product
            {
                A = dy,
                ARow = Columns,
                Packed = own.Backward.Pointer,
                C = dx,
                CRow = Depth,
                Rows = rows,
                Depth = Columns,
                Columns = Depth,
            };
            pass.Kernels.Multiply(product, MasksInput ? ProductEnd.Positive : ProductEnd.Raw, x, Depth);
        }
    }

    private static TensorShape OutputShape(string name, TensorShape input, DenseSpec spec) => spec.Units < 1
        ? throw new NetworkException(name, $"units is at least 1, but {spec.Units} are to follow a {input}.")
        : input.WithChannels(spec.Units);

    public override string? OnnxObstacle => null;

    public override string Export(OnnxGraph graph, string x)
    {
        var y = graph.Node("MatMul", [x, Constant(graph, _weight, Depth, Columns)]);
        y = _bias == null ? y : graph.Node("Add", [y, Constant(graph, _bias, Columns)]);
        return ActivationExport.Add(graph, _activation, y);
    }
}
