using Millrace.Training.Kernels;
using Millrace.Training.Kernels.Products;
using Millrace.Training.Networks;
using Millrace.Training.Onnx;

namespace Millrace.Training.Layers.Ensembles;

/// <summary>A dense layer of its own for each ensemble member: y[b, m, :] = x[b, m, :] W[m] + b[m].</summary>
internal sealed unsafe class MemberHeadLayer : Layer
{
    private readonly ParameterView _weight;
    private readonly ParameterView _bias;

    public MemberHeadLayer(string name, TensorShape input, int outputs, LayoutBuilder layout)
        : base(name, input, TensorShape.Members(input.Width, outputs))
    {
        _weight = layout.Add($"{name}.weight", ParameterKind.Weight, input.Width, input.Channels, outputs);
        _bias = layout.Add($"{name}.bias", ParameterKind.Bias, input.Width, outputs);
    }

    public override long MultiplyAdds => (long)Input.Width * Depth * Columns;

    private int Depth => Input.Channels;

    private int Columns => Output.Channels;

    public override void Initialize(ulong seed, Span<float> parameters) =>
        UniformInit.Fill(seed, _weight, 1 / Math.Sqrt(Depth), parameters);

    public override LayerState CreateState(int maxRows, Kernels.Kernels kernels) => new DenseState(
        kernels.PackedLength(Depth, Columns) * Input.Width, kernels.PackedLength(Columns, Depth) * Input.Width, 0);

    public override void Prepare(LayerState state, Pass pass)
    {
        var own = (DenseState)state;
        for (nint member = 0; member < Input.Width; member++)
        {
            var weight = pass.Parameters + _weight.Offset + (member * Depth * Columns);
            pass.Kernels.Pack(weight, Columns, 1, Depth, Columns, Packed(own.Forward, member));
            if (pass.Gradient != null)
            {
                pass.Kernels.Pack(weight, 1, Columns, Columns, Depth, Packed(own.Backward, member));
            }
        }
    }

    public override void Forward(LayerState state, Pass pass, float* x, float* y)
    {
        var own = (DenseState)state;
        for (nint member = 0; member < Input.Width; member++)
        {
            var product = new Product
            {
                A = x + (member * Depth),
                ARow = Input.Size,
                Packed = Packed(own.Forward, member),
                C = y + (member * Columns),
                CRow = Output.Size,
                Rows = pass.Rows,
                Depth = Depth,
                Columns = Columns,
            };
            pass.Kernels.Multiply(product, ProductEnd.Bias, pass.Parameters + _bias.Offset + (member * Columns), 0);
        }
    }

    public override void Backward(LayerState state, Pass pass, in BackwardValues values)
    {
        float* x = values.X, dy = values.Dy, dx = values.Dx;
        var own = (DenseState)state;
        var lanes = pass.Lanes.At(1);
        pass.Kernels.ColumnSums(lanes, dy, null, Output.Size, pass.Gradient + _bias.Offset);
        for (nint member = 0; member < Input.Width; member++)
        {
            var gradient = pass.Gradient + _weight.Offset + (member * Depth * Columns);
            pass.Kernels.WeightGradient(lanes, x + (member * Depth), Input.Size, Depth, dy + (member * Columns), Output.Size, Columns, gradient);
            if (dx == null)
            {
                continue;
            }

            var product = new Product
            {
                A = dy + (member * Columns),
                ARow = Output.Size,
                Packed = Packed(own.Backward, member),
                C = dx + (member * Depth),
                CRow = Input.Size,
                Rows = pass.Rows,
                Depth = Columns,
                Columns = Depth,
            };
            pass.Kernels.Multiply(product, ProductEnd.Raw, null, 0);
        }
    }

    private float* Packed(AlignedBuffer buffer, nint member) => buffer.Pointer + (member * (buffer.Length / Input.Width));

    public override string? OnnxObstacle => null;

    public override string Export(OnnxGraph graph, string x)
    {
        // [members, rows, in] by [members, in, out]: one product per member.
        var product = graph.Node("MatMul", [graph.Transpose(x, 1, 0, 2), Constant(graph, _weight, Input.Width, Depth, Columns)]);
        return graph.Node("Add", [graph.Transpose(product, 1, 0, 2), Constant(graph, _bias, Input.Width, Columns)]);
    }
}
