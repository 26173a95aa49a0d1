using Millrace.Training.Kernels;
using Millrace.Training.Kernels.Products;
using Millrace.Training.Networks;
using Millrace.Training.Onnx;

namespace Millrace.Training.Layers.Sequences;

/// <summary>
/// Multi-head self-attention over the valid steps of a sequence; steps beyond the length see nothing and give zero.
/// B rows, T steps, L valid steps, D channels, M heads of E = D / M.
/// </summary>
internal sealed unsafe class AttentionLayer : Layer
{
    /// <summary>A score whose share is 0 beside any other, and finite, so that a row without steps gives no NaN.</summary>
    private const float Unseen = -1e30f;

    private readonly int _heads;
    private readonly ParameterView _inWeight;
    private readonly ParameterView _inBias;
    private readonly ParameterView _outWeight;
    private readonly ParameterView _outBias;

    public AttentionLayer(string name, TensorShape input, AttentionSpec spec, LayoutBuilder layout)
        : base(name, input, input)
    {
        if (input.Kind != TensorKind.Sequence)
        {
            throw new NetworkException(name, $"attention needs a sequence, but the layer before gives a {input}.");
        }

        if (spec.Heads < 1 || input.Channels % spec.Heads != 0)
        {
            throw new NetworkException(name, $"{spec.Heads} heads do not divide the {input.Channels} channels of a {input}.");
        }

        _heads = spec.Heads;
        _inWeight = layout.Add($"{name}.in_weight", ParameterKind.Weight, Channels, 3 * Channels);
        _inBias = layout.Add($"{name}.in_bias", ParameterKind.Bias, 3 * Channels);
        _outWeight = layout.Add($"{name}.out_weight", ParameterKind.Weight, Channels, Channels);
        _outBias = layout.Add($"{name}.out_bias", ParameterKind.Bias, Channels);
    }

    private int Channels => Input.Channels;

    private int Steps => Input.Width;

    private int Size => Channels / _heads;

    public override long MultiplyAdds => ((long)Steps * Channels * 4 * Channels) + (2L * Steps * Steps * Channels);

    public override void Initialize(ulong seed, Span<float> parameters)
    {
        UniformInit.Fill(seed, _inWeight, UniformInit.Bound(Activation.Linear, Channels, Channels), parameters);
        UniformInit.Fill(seed, _outWeight, UniformInit.Bound(Activation.Linear, Channels, Channels), parameters);
    }

    public override LayerState CreateState(int maxRows, Kernels.Kernels kernels) => new AttentionState(maxRows, Steps, Channels, _heads, kernels);

    public override void Prepare(LayerState state, Pass pass)
    {
        var own = (AttentionState)state;
        float* into = pass.Parameters + _inWeight.Offset, outOf = pass.Parameters + _outWeight.Offset;
        pass.Kernels.Pack(into, 3 * Channels, 1, Channels, 3 * Channels, own.InForward.Pointer);
        pass.Kernels.Pack(outOf, Channels, 1, Channels, Channels, own.OutForward.Pointer);
        if (pass.Gradient != null)
        {
            pass.Kernels.Pack(into, 1, 3 * Channels, 3 * Channels, Channels, own.InBackward.Pointer);
            pass.Kernels.Pack(outOf, 1, Channels, Channels, Channels, own.OutBackward.Pointer);
        }
    }

    public override void Forward(LayerState state, Pass pass, float* x, float* y)
    {
        var own = (AttentionState)state;
        var rows = pass.Rows * Steps;
        Multiply(pass, x, Channels, own.InForward, own.Projected.Pointer, 3 * Channels, rows, Channels, 3 * Channels, _inBias);
        for (var row = 0; row < pass.Rows; row++)
        {
            for (var head = 0; head < _heads; head++)
            {
                HeadForward(own, pass, row, head);
            }

            ClearBeyond(pass, row, own.Mixed.Pointer, Channels);
        }

        Multiply(pass, own.Mixed.Pointer, Channels, own.OutForward, y, Channels, rows, Channels, Channels, _outBias);
        for (var row = 0; row < pass.Rows; row++)
        {
            ClearBeyond(pass, row, y, Channels);
        }
    }

    public override void Backward(LayerState state, Pass pass, in BackwardValues values)
    {
        float* x = values.X, dy = values.Dy, dx = values.Dx;
        var own = (AttentionState)state;
        var (rows, lanes) = (pass.Rows * Steps, pass.Lanes.At(Steps));
        for (var row = 0; row < pass.Rows; row++)
        {
            ClearBeyond(pass, row, dy, Channels);
        }

        pass.Kernels.WeightGradient(lanes, own.Mixed.Pointer, Channels, Channels, dy, Channels, Channels, pass.Gradient + _outWeight.Offset);
        pass.Kernels.ColumnSums(lanes, dy, null, Channels, pass.Gradient + _outBias.Offset);
        Multiply(pass, dy, Channels, own.OutBackward, own.MixedGradient.Pointer, Channels, rows, Channels, Channels, null);
        for (var row = 0; row < pass.Rows; row++)
        {
            for (var head = 0; head < _heads; head++)
            {
                HeadBackward(own, pass, row, head);
            }

            ClearBeyond(pass, row, own.ProjectedGradient.Pointer, 3 * Channels);
        }

        var projected = own.ProjectedGradient.Pointer;
        pass.Kernels.WeightGradient(lanes, x, Channels, Channels, projected, 3 * Channels, 3 * Channels, pass.Gradient + _inWeight.Offset);
        pass.Kernels.ColumnSums(lanes, projected, null, 3 * Channels, pass.Gradient + _inBias.Offset);
        if (dx != null)
        {
            Multiply(pass, projected, 3 * Channels, own.InBackward, dx, Channels, rows, 3 * Channels, Channels, null);
        }
    }

    private static void Multiply(
        Pass pass, float* a, int aRow, AlignedBuffer packed, float* c, int cRow, int rows, int depth, int columns, ParameterView? bias)
    {
        var product = new Product { A = a, ARow = aRow, Packed = packed.Pointer, C = c, CRow = cRow, Rows = rows, Depth = depth, Columns = columns };
        pass.Kernels.Multiply(product, bias == null ? ProductEnd.Raw : ProductEnd.Bias, bias == null ? null : pass.Parameters + bias.Offset, 0);
    }

    private static void Transpose(float* from, float* to, int size)
    {
        for (nint row = 0; row < size; row++)
        {
            for (nint column = 0; column < size; column++)
            {
                to[(column * size) + row] = from[(row * size) + column];
            }
        }
    }

    private void HeadForward(AttentionState own, Pass pass, nint row, int head)
    {
        var length = pass.Lengths[row];
        if (length == 0)
        {
            return;
        }

        var query = own.Projected.Pointer + (row * Steps * 3 * Channels) + (head * Size);
        float* key = query + Channels, value = key + Channels, shares = SharesOf(own, row, head);
        pass.Kernels.Pack(key, 1, 3 * Channels, Size, length, own.Packed.Pointer);
        Multiply(pass, query, 3 * Channels, own.Packed, shares, length, length, Size, length, null);
        pass.Kernels.ScaleAndShift(shares, 0f, Scale(), shares, length * length);
        pass.Kernels.Activate(Activation.Softmax, shares, shares, length, length);
        pass.Kernels.Pack(value, 3 * Channels, 1, length, Size, own.Packed.Pointer);
        var mixed = own.Mixed.Pointer + (row * Steps * Channels) + (head * Size);
        Multiply(pass, shares, length, own.Packed, mixed, Channels, length, length, Size, null);
    }

    private void HeadBackward(AttentionState own, Pass pass, nint row, int head)
    {
        var length = pass.Lengths[row];
        if (length == 0)
        {
            return;
        }

        var wide = 3 * Channels;
        var query = own.Projected.Pointer + (row * Steps * wide) + (head * Size);
        float* key = query + Channels, value = key + Channels, shares = SharesOf(own, row, head), square = own.Square.Pointer;
        var queryGradient = own.ProjectedGradient.Pointer + (row * Steps * wide) + (head * Size);
        float* keyGradient = queryGradient + Channels, valueGradient = keyGradient + Channels;
        var mixed = own.MixedGradient.Pointer + (row * Steps * Channels) + (head * Size);

        Transpose(shares, own.Turned.Pointer, length);
        pass.Kernels.Pack(mixed, Channels, 1, length, Size, own.Packed.Pointer);
        Multiply(pass, own.Turned.Pointer, length, own.Packed, valueGradient, wide, length, length, Size, null);
        pass.Kernels.Pack(value, 1, wide, Size, length, own.Packed.Pointer);
        Multiply(pass, mixed, Channels, own.Packed, square, length, length, Size, length, null);
        pass.Kernels.ActivateBackward(Activation.Softmax, shares, shares, square, length, length);
        pass.Kernels.ScaleAndShift(square, 0f, Scale(), square, length * length);
        pass.Kernels.Pack(key, wide, 1, length, Size, own.Packed.Pointer);
        Multiply(pass, square, length, own.Packed, queryGradient, wide, length, length, Size, null);
        Transpose(square, own.Turned.Pointer, length);
        pass.Kernels.Pack(query, wide, 1, length, Size, own.Packed.Pointer);
        Multiply(pass, own.Turned.Pointer, length, own.Packed, keyGradient, wide, length, length, Size, null);
    }

    private float* SharesOf(AttentionState own, nint row, int head) => own.Shares.Pointer + (((row * _heads) + head) * Steps * Steps);

    private float Scale() => 1f / MathF.Sqrt(Size);

    private void ClearBeyond(Pass pass, nint row, float* values, int channels)
    {
        var length = pass.Lengths[row];
        new Span<float>(values + (((row * Steps) + length) * channels), (Steps - length) * channels).Clear();
    }

    public override string? OnnxObstacle => null;

    public override string Export(OnnxGraph graph, string x)
    {
        var projected = Projected(graph, x, _inWeight, _inBias, 3 * Channels);
        var parts = new string[3];
        for (var part = 0; part < parts.Length; part++)
        {
            var slice = graph.Node("Slice", [projected, graph.Integers(part * Channels), graph.Integers((part + 1) * Channels), graph.Integers(-1)]);

            // Queries and values [rows, heads, T, E], keys [rows, heads, E, T].
            parts[part] = graph.Transpose(graph.Reshape(slice, -1, Steps, _heads, Size), part == 1 ? [0, 2, 3, 1] : [0, 2, 1, 3]);
        }

        var scores = graph.Node("Mul", [graph.Node("MatMul", [parts[0], parts[1]]), graph.Scalar(Scale())]);
        var seen = graph.Reshape(graph.Steps!.IsValid, -1, 1, 1, Steps);
        scores = graph.Node("Where", [seen, scores, graph.Scalar(Unseen)]);
        var shares = graph.Node("Softmax", [scores], OnnxAttribute.Of("axis", -1L));
        var mixed = graph.Transpose(graph.Node("MatMul", [shares, parts[2]]), 0, 2, 1, 3);
        return graph.Steps.Clear(graph, Projected(graph, graph.Reshape(mixed, -1, Steps, Channels), _outWeight, _outBias, Channels));
    }

    private string Projected(OnnxGraph graph, string x, ParameterView weight, ParameterView bias, int columns) =>
        graph.Node("Add", [graph.Node("MatMul", [x, Constant(graph, weight, Channels, columns)]), Constant(graph, bias, columns)]);
}
