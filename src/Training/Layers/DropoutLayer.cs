using Millrace.Exact;
using Millrace.Training.Kernels;
using Millrace.Training.Networks;
using Millrace.Training.Onnx;

namespace Millrace.Training.Layers;

/// <summary>
/// Multiplies by 0 or 1 / (1 − rate) in training. Sixteen random bits per element, from Philox keyed by (seed, layer, step,
/// row id) and counted along the sample.
/// </summary>
internal sealed unsafe class DropoutLayer : Layer
{
    private const double Levels = 65536;

    private readonly ulong _layer;
    private readonly uint _dropBelow;
    private readonly float _scale;

    public DropoutLayer(string name, TensorShape input, DropoutSpec spec, int number)
        : base(name, input, input)
    {
        if (spec.Rate is not (>= 0 and < 1))
        {
            throw new NetworkException(name, "rate lies in [0, 1).");
        }

        _layer = (ulong)number;
        _dropBelow = (uint)Math.Round(spec.Rate * Levels);
        _scale = (float)(1 / (1 - Math.Min(_dropBelow / Levels, (Levels - 1) / Levels)));
    }

    public override LayerState CreateState(int maxRows, Kernels.Kernels kernels) => new ValuesState((long)maxRows * Input.Size);

    public override void Forward(LayerState state, Pass pass, float* x, float* y)
    {
        var count = (long)pass.Rows * Input.Size;
        if (!pass.Training || _dropBelow == 0)
        {
            pass.Kernels.Activate(Activation.Linear, x, y, pass.Rows, Input.Size);
            return;
        }

        if (pass.Rows > 0 && (pass.RowIdsHigh == null || pass.RowIdsLow == null))
        {
            throw new NetworkException(Name, "dropout is keyed by row ids, but the step has none.");
        }

        var mask = ((ValuesState)state).Values.Pointer;
        var key = Philox.Key(pass.Seed, Philox.DropoutPurpose, _layer, pass.Step);
        for (var row = 0; row < pass.Rows; row++)
        {
            var block = Philox.Block(key, (ulong)pass.RowIdsLow[row], (ulong)pass.RowIdsHigh[row]);
            DropoutMask.Fill(block, _dropBelow, _scale, mask + ((nint)row * Input.Size), Input.Size, pass.Kernels.Path);
        }

        pass.Kernels.MultiplyInto(x, mask, y, count);
    }

    public override void Backward(LayerState state, Pass pass, in BackwardValues values)
    {
        float* dy = values.Dy, dx = values.Dx;
        if (dx == null)
        {
            return;
        }

        if (_dropBelow == 0)
        {
            pass.Kernels.Activate(Activation.Linear, dy, dx, pass.Rows, Input.Size);
            return;
        }

        pass.Kernels.MultiplyInto(dy, ((ValuesState)state).Values.Pointer, dx, (long)pass.Rows * Input.Size);
    }

    public override string? OnnxObstacle => null;

    public override string Export(OnnxGraph graph, string x) => x;
}
