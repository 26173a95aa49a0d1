using Millrace.Training.Kernels;
using Millrace.Training.Kernels.Products;
using Millrace.Training.Networks;
using Millrace.Training.Onnx;

namespace Millrace.Training.Layers.Sequences;

/// <summary>
/// Simple recurrent layer, LSTM and GRU over the valid steps of padded sequences, from zero states; beyond the length states
/// are zero. B rows, T steps, D inputs, H units, G gates.
/// </summary>
internal sealed unsafe class RecurrentLayer : Layer
{
    private readonly CellKind _kind;
    private readonly bool _returnsSequence;
    private readonly ParameterView _inputWeight;
    private readonly ParameterView _stateWeight;
    private readonly ParameterView _inputBias;
    private readonly ParameterView? _stateBias;

    public RecurrentLayer(string name, TensorShape input, CellKind kind, int units, bool returnsSequence, LayoutBuilder layout)
        : base(name, input, OutputShape(name, input, units, returnsSequence))
    {
        (_kind, _returnsSequence, Units) = (kind, returnsSequence, units);
        _inputWeight = layout.Add($"{name}.input_weight", ParameterKind.Weight, Inputs, Gates * units);
        _stateWeight = layout.Add($"{name}.state_weight", ParameterKind.Weight, units, Gates * units);
        _inputBias = layout.Add($"{name}.bias", ParameterKind.Bias, Gates * units);
        _stateBias = kind == CellKind.Gru ? layout.Add($"{name}.state_bias", ParameterKind.Bias, Gates * units) : null;
    }

    public override long MultiplyAdds => (long)Steps * GateRow * (Inputs + Units);

    private int Units { get; }

    private int Inputs => Input.Channels;

    private int Steps => Input.Width;

    private int Gates => _kind switch { CellKind.Rnn => 1, CellKind.Lstm => 4, _ => 3 };

    private int GateRow => Gates * Units;

    public override void Initialize(ulong seed, Span<float> parameters)
    {
        var bound = 1 / Math.Sqrt(Units);
        UniformInit.Fill(seed, _inputWeight, bound, parameters);
        UniformInit.Fill(seed, _stateWeight, bound, parameters);
    }

    public override LayerState CreateState(int maxRows, Kernels.Kernels kernels) =>
        new RecurrentState(maxRows, Steps, Inputs, Units, Gates, _kind == CellKind.Gru, kernels);

    public override void Prepare(LayerState state, Pass pass)
    {
        var own = (RecurrentState)state;
        float* input = pass.Parameters + _inputWeight.Offset, hidden = pass.Parameters + _stateWeight.Offset;
        pass.Kernels.Pack(input, GateRow, 1, Inputs, GateRow, own.InputForward.Pointer);
        pass.Kernels.Pack(hidden, GateRow, 1, Units, GateRow, own.StateForward.Pointer);
        if (pass.Gradient != null)
        {
            pass.Kernels.Pack(input, 1, GateRow, GateRow, Inputs, own.InputBackward.Pointer);
            pass.Kernels.Pack(hidden, 1, GateRow, GateRow, Units, own.StateBackward.Pointer);
        }
    }

    public override void Forward(LayerState state, Pass pass, float* x, float* y)
    {
        var own = (RecurrentState)state;
        var inputs = Product(x, Inputs, own.InputForward, own.Gates.Pointer, GateRow, pass.Rows * Steps, Inputs, GateRow);
        pass.Kernels.Multiply(inputs, ProductEnd.Bias, pass.Parameters + _inputBias.Offset, 0);
        var longest = Longest(pass);
        for (nint step = 0; step < Steps; step++)
        {
            if (step < longest)
            {
                var before = own.States.Pointer + (step * Units);
                var hidden = Product(before, (Steps + 1) * Units, own.StateForward, own.Recurrent.Pointer, GateRow, pass.Rows, Units, GateRow);
                var bias = _stateBias == null ? null : pass.Parameters + _stateBias.Offset;
                pass.Kernels.Multiply(hidden, bias == null ? ProductEnd.Raw : ProductEnd.Bias, bias, 0);
            }

            for (nint row = 0; row < pass.Rows; row++)
            {
                var cell = StepOf(own, row, step);
                if (step < pass.Lengths[row])
                {
                    pass.Kernels.CellForward(_kind, cell);
                }
                else
                {
                    new Span<float>(cell.After, Units).Clear();
                    new Span<float>(cell.CellAfter, Units).Clear();
                }
            }
        }

        CopyOutputs(own, pass, y);
    }

    public override void Backward(LayerState state, Pass pass, in BackwardValues values)
    {
        float* x = values.X, dy = values.Dy, dx = values.Dx;
        var own = (RecurrentState)state;
        StepsBackward(own, pass, dy);
        var lanes = pass.Lanes.At(Steps);
        float* gates = own.GateGradient.Pointer, hidden = own.RecurrentGradient.Pointer;
        pass.Kernels.WeightGradient(lanes, x, Inputs, Inputs, gates, GateRow, GateRow, pass.Gradient + _inputWeight.Offset);
        pass.Kernels.WeightGradient(
            lanes, own.States.Pointer, own.BeforeRows, own.BeforeDepth, Units, hidden, GateRow, GateRow, pass.Gradient + _stateWeight.Offset, GateRow);
        pass.Kernels.ColumnSums(lanes, gates, null, GateRow, pass.Gradient + _inputBias.Offset);
        if (_stateBias != null)
        {
            pass.Kernels.ColumnSums(lanes, hidden, null, GateRow, pass.Gradient + _stateBias.Offset);
        }

        if (dx != null)
        {
            pass.Kernels.Multiply(
                Product(gates, GateRow, own.InputBackward, dx, Inputs, pass.Rows * Steps, GateRow, Inputs), ProductEnd.Raw, null, 0);
        }
    }

    private static TensorShape OutputShape(string name, TensorShape input, int units, bool returnsSequence)
    {
        if (input.Kind != TensorKind.Sequence)
        {
            throw new NetworkException(name, $"a recurrent layer needs a sequence, but the layer before gives a {input}.");
        }

        return units < 1
            ? throw new NetworkException(name, "units is at least 1.")
            : returnsSequence ? TensorShape.Sequence(input.Width, units) : TensorShape.Vector(units);
    }

    private static Product Product(float* a, int aRow, AlignedBuffer packed, float* c, int cRow, int rows, int depth, int columns) => new()
    {
        A = a,
        ARow = aRow,
        Packed = packed.Pointer,
        C = c,
        CRow = cRow,
        Rows = rows,
        Depth = depth,
        Columns = columns,
    };

    private static int Longest(Pass pass)
    {
        var longest = 0;
        for (var row = 0; row < pass.Rows; row++)
        {
            longest = Math.Max(longest, pass.Lengths[row]);
        }

        return longest;
    }

    private void StepsBackward(RecurrentState own, Pass pass, float* dy)
    {
        float* arriving = own.Carries[0].Pointer, direct = own.Carries[1].Pointer;
        new Span<float>(arriving, pass.Rows * Units).Clear();
        new Span<float>(own.CellGradient.Pointer, pass.Rows * Units).Clear();
        for (nint step = Steps - 1; step >= 0; step--)
        {
            for (nint row = 0; row < pass.Rows; row++)
            {
                var cell = StepOf(own, row, step);
                cell.Direct = direct + (row * Units);
                if (step >= pass.Lengths[row])
                {
                    new Span<float>(cell.GateGradient, GateRow).Clear();
                    new Span<float>(cell.RecurrentGradient, GateRow).Clear();
                    new Span<float>(cell.Direct, Units).Clear();
                    continue;
                }

                var upstream = _returnsSequence ? dy + (((row * Steps) + step) * Units) : step == pass.Lengths[row] - 1 ? dy + (row * Units) : null;
                cell.StateGradient = arriving + (row * Units);
                if (upstream != null)
                {
                    pass.Kernels.Add(cell.StateGradient, upstream, own.StateGradient.Pointer, Units);
                    cell.StateGradient = own.StateGradient.Pointer;
                }

                pass.Kernels.CellBackward(_kind, cell);
            }

            // arriving = gate gradients · Uᵀ + what reached the state before directly.
            var gates = own.RecurrentGradient.Pointer + (step * GateRow);
            var product = Product(gates, Steps * GateRow, own.StateBackward, arriving, Units, pass.Rows, GateRow, Units);
            pass.Kernels.Multiply(product, ProductEnd.Add, direct, Units);
        }
    }

    private CellStep StepOf(RecurrentState own, nint row, nint step)
    {
        var gate = ((row * Steps) + step) * GateRow;
        var before = ((row * (Steps + 1)) + step) * Units;
        return new CellStep
        {
            Units = Units,
            Gates = own.Gates.Pointer + gate,
            Recurrent = own.Recurrent.Pointer + (row * GateRow),
            Before = own.States.Pointer + before,
            After = own.States.Pointer + before + Units,
            CellBefore = own.Cells.Pointer + before,
            CellAfter = own.Cells.Pointer + before + Units,
            CellGradient = own.CellGradient.Pointer + (row * Units),
            GateGradient = own.GateGradient.Pointer + gate,
            RecurrentGradient = own.RecurrentGradient.Pointer + gate,
        };
    }

    private void CopyOutputs(RecurrentState own, Pass pass, float* y)
    {
        for (nint row = 0; row < pass.Rows; row++)
        {
            var states = own.States.Pointer + (row * (Steps + 1) * Units);
            var from = _returnsSequence ? states + Units : states + ((nint)pass.Lengths[row] * Units);
            new ReadOnlySpan<float>(from, Output.Size).CopyTo(new Span<float>(y + (row * Output.Size), Output.Size));
        }
    }

    public override string? OnnxObstacle => null;

    public override string Export(OnnxGraph graph, string x)
    {
        var (operation, order) = _kind switch
        {
            CellKind.Rnn => ("RNN", new[] { 0 }),
            CellKind.Lstm => ("LSTM", [0, 3, 1, 2]),
            _ => ("GRU", new[] { 1, 0, 2 }),
        };
        string[] inputs =
        [
            graph.Transpose(x, 1, 0, 2),
            graph.Constant(Turned(graph.Parameters, _inputWeight, Inputs, order), 1, GateRow, Inputs),
            graph.Constant(Turned(graph.Parameters, _stateWeight, Units, order), 1, GateRow, Units),
            graph.Constant([.. Turned(graph.Parameters, _inputBias, 1, order), .. _stateBias == null ? new float[GateRow] : Turned(graph.Parameters, _stateBias, 1, order)], 1, 2 * GateRow),
            graph.Steps!.Lengths,
        ];
        OnnxAttribute[] attributes = _kind == CellKind.Gru
            ? [OnnxAttribute.Of("hidden_size", (long)Units), OnnxAttribute.Of("linear_before_reset", 1L)]
            : [OnnxAttribute.Of("hidden_size", (long)Units)];
        if (!_returnsSequence)
        {
            // The state after the last valid step, [1, rows, H].
            var last = graph.Node(operation, 1, inputs, attributes);
            return graph.Steps.ClearEmpty(graph, graph.Reshape(last, -1, Units));
        }

        // [T, 1, rows, H]
        var all = graph.Transpose(graph.Node(operation, 0, inputs, attributes), 2, 0, 1, 3);
        return graph.Steps.Clear(graph, graph.Reshape(all, -1, Steps, Units));
    }

    /// <summary>[rows, G H] as [G H, rows], with the gates in ONNX's order.</summary>
    private float[] Turned(ReadOnlySpan<float> parameters, ParameterView view, int rows, int[] order)
    {
        var values = parameters.Slice(view.Offset, view.Count);
        var turned = new float[values.Length];
        for (var at = 0; at < GateRow; at++)
        {
            var column = (order[at / Units] * Units) + (at % Units);
            for (var row = 0; row < rows; row++)
            {
                turned[(at * rows) + row] = values[(row * GateRow) + column];
            }
        }

        return turned;
    }
}
