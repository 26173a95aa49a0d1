using Millrace.Exact;
using Millrace.Training.Networks;

namespace Millrace.Training.Layers;

/// <summary>
/// Multiplies by 0 or 1 / (1 − rate) in training. Sixteen random bits per element, from Philox keyed by (seed, layer, step,
/// row id) and counted along the sample.
/// </summary>
internal sealed unsafe class DropoutLayer : Layer
{
    private const int ElementsPerBlock = 8;
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
            FillRow(Philox.Block(key, (ulong)pass.RowIdsLow[row], (ulong)pass.RowIdsHigh[row]), mask + ((nint)row * Input.Size));
        }

        pass.Kernels.MultiplyInto(x, mask, y, count);
    }

    public override void Backward(LayerState state, Pass pass, float* x, float* y, float* dy, float* dx)
    {
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

    private void FillRow(PhiloxBlock row, float* mask)
    {
        var key = ((ulong)row.W1 << 32) | row.W0;
        var high = ((ulong)row.W3 << 32) | row.W2;
        Span<uint> words = stackalloc uint[ElementsPerBlock / 2];
        for (var first = 0; first < Input.Size; first += ElementsPerBlock)
        {
            var block = Philox.Block(key, (ulong)(first / ElementsPerBlock), high);
            (words[0], words[1], words[2], words[3]) = (block.W0, block.W1, block.W2, block.W3);
            var width = Math.Min(ElementsPerBlock, Input.Size - first);
            for (var at = 0; at < width; at++)
            {
                var bits = (words[at >> 1] >> (16 * (at & 1))) & 0xFFFF;
                mask[first + at] = bits < _dropBelow ? 0f : _scale;
            }
        }
    }
}
