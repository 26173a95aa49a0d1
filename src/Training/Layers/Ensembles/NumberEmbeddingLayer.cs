using Millrace.Training.Kernels.Products;
using Millrace.Training.Networks;
using Millrace.Training.Onnx;

namespace Millrace.Training.Layers.Ensembles;

/// <summary>
/// Embeds each number from its own features, y[b, n, :] = x[b, features of n] W[n] + t[n], and takes the other features over behind them. A number's
/// weights start as a line in its leading features, so that bins bend it only as far as the rows ask for.
/// </summary>
/// <remarks>
/// Gorishniy, Rubachev and Babenko, "On embeddings for numerical features in tabular deep learning", 2022; the start from a line as in the authors'
/// later package. B rows, N numbers, D columns of an embedding.
/// </remarks>
internal sealed unsafe class NumberEmbeddingLayer : Layer
{
    private readonly IReadOnlyList<NumericField> _numbers;
    private readonly ParameterView[] _weights;
    private readonly ParameterView[] _biases;
    private readonly List<(int From, int To, int Count)> _others;
    private readonly int _columns;

    public NumberEmbeddingLayer(string name, TensorShape input, IReadOnlyList<NumericField> numbers, int columns, LayoutBuilder layout)
        : base(name, input, TensorShape.Vector((numbers.Count * columns) + input.Channels - numbers.Sum(static number => number.Count)))
    {
        (_numbers, _columns) = (numbers, columns);
        _weights = new ParameterView[numbers.Count];
        _biases = new ParameterView[numbers.Count];
        for (var at = 0; at < numbers.Count; at++)
        {
            _weights[at] = layout.Add($"{name}.{numbers[at].Name}.weight", ParameterKind.Weight, numbers[at].Count, columns);
            _biases[at] = layout.Add($"{name}.{numbers[at].Name}.bias", ParameterKind.Bias, columns);
        }

        _others = Others(numbers, input.Channels, numbers.Count * columns);
    }

    public override long MultiplyAdds => _numbers.Sum(number => (long)number.Count * _columns);

    public override void Initialize(ulong seed, Span<float> parameters)
    {
        var bound = 1 / Math.Sqrt(_columns);
        for (var at = 0; at < _numbers.Count; at++)
        {
            UniformInit.Fill(seed, _biases[at], bound, parameters);
            UniformInit.Fill(seed, _weights[at], bound, parameters);
            if (_numbers[at].Linear > 0)
            {
                var linear = _numbers[at].Linear * _columns;
                parameters.Slice(_weights[at].Offset + linear, _weights[at].Count - linear).Clear();
            }
        }
    }

    public override LayerState CreateState(int maxRows, Kernels.Kernels kernels) => new DenseState(
        _numbers.Sum(number => kernels.PackedLength(number.Count, _columns)), _numbers.Sum(number => kernels.PackedLength(_columns, number.Count)), 0);

    public override void Prepare(LayerState state, Pass pass)
    {
        var own = (DenseState)state;
        float* forward = own.Forward.Pointer, backward = own.Backward.Pointer;
        for (var at = 0; at < _numbers.Count; at++)
        {
            var depth = _numbers[at].Count;
            var weight = pass.Parameters + _weights[at].Offset;
            pass.Kernels.Pack(weight, _columns, 1, depth, _columns, forward);
            forward += pass.Kernels.PackedLength(depth, _columns);
            if (pass.Gradient != null)
            {
                pass.Kernels.Pack(weight, 1, _columns, _columns, depth, backward);
                backward += pass.Kernels.PackedLength(_columns, depth);
            }
        }
    }

    public override void Forward(LayerState state, Pass pass, float* x, float* y)
    {
        var packed = ((DenseState)state).Forward.Pointer;
        for (var at = 0; at < _numbers.Count; at++)
        {
            var product = new Product
            {
                A = x + _numbers[at].First,
                ARow = Input.Size,
                Packed = packed,
                C = y + (at * _columns),
                CRow = Output.Size,
                Rows = pass.Rows,
                Depth = _numbers[at].Count,
                Columns = _columns,
            };
            pass.Kernels.Multiply(product, ProductEnd.Bias, pass.Parameters + _biases[at].Offset, 0);
            packed += pass.Kernels.PackedLength(product.Depth, _columns);
        }

        Copy(pass.Rows, x, Input.Size, y, Output.Size, isBackward: false);
    }

    public override void Backward(LayerState state, Pass pass, in BackwardValues values)
    {
        float* x = values.X, dy = values.Dy, dx = values.Dx;
        var packed = ((DenseState)state).Backward.Pointer;
        var lanes = pass.Lanes.At(1);
        for (var at = 0; at < _numbers.Count; at++)
        {
            var depth = _numbers[at].Count;
            var slope = dy + (at * _columns);
            pass.Kernels.WeightGradient(
                lanes, x + _numbers[at].First, Input.Size, depth, slope, Output.Size, _columns, pass.Gradient + _weights[at].Offset);
            pass.Kernels.ColumnSums(lanes, slope, Output.Size, null, 0, _columns, pass.Gradient + _biases[at].Offset);
            if (dx != null)
            {
                var product = new Product
                {
                    A = slope,
                    ARow = Output.Size,
                    Packed = packed,
                    C = dx + _numbers[at].First,
                    CRow = Input.Size,
                    Rows = pass.Rows,
                    Depth = _columns,
                    Columns = depth,
                };
                pass.Kernels.Multiply(product, ProductEnd.Raw, null, 0);
                packed += pass.Kernels.PackedLength(_columns, depth);
            }
        }

        if (dx != null)
        {
            Copy(pass.Rows, dy, Output.Size, dx, Input.Size, isBackward: true);
        }
    }

    private void Copy(int rows, float* source, int sourceRow, float* target, int targetRow, bool isBackward)
    {
        foreach (var (input, output, count) in _others)
        {
            var (from, to) = isBackward ? (output, input) : (input, output);
            for (nint row = 0; row < rows; row++)
            {
                new ReadOnlySpan<float>(source + (row * sourceRow) + from, count).CopyTo(new Span<float>(target + (row * targetRow) + to, count));
            }
        }
    }

    /// <summary>Runs of features that belong to no number: where they stand and where they go.</summary>
    private static List<(int From, int To, int Count)> Others(IReadOnlyList<NumericField> numbers, int inputs, int to)
    {
        var runs = new List<(int, int, int)>();
        var from = 0;
        foreach (var (first, count) in numbers.Select(static number => (number.First, number.Count)).Append((inputs, 0)))
        {
            if (first > from)
            {
                runs.Add((from, to, first - from));
                to += first - from;
            }

            from = first + count;
        }

        return runs;
    }

    public override string? OnnxObstacle => null;

    public override string Export(OnnxGraph graph, string x)
    {
        var parts = new List<string>();
        for (var at = 0; at < _numbers.Count; at++)
        {
            var product = graph.Node("MatMul", [Slice(_numbers[at].First, _numbers[at].Count), Constant(graph, _weights[at], _numbers[at].Count, _columns)]);
            parts.Add(graph.Node("Add", [product, Constant(graph, _biases[at], _columns)]));
        }

        parts.AddRange(_others.Select(run => Slice(run.From, run.Count)));
        return parts.Count == 1 ? parts[0] : graph.Node("Concat", [.. parts], OnnxAttribute.Of("axis", 1L));

        string Slice(int first, int count) =>
            graph.Node("Slice", [x, graph.Integers(first), graph.Integers(first + count), graph.Integers(1)]);
    }
}
