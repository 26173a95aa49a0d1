using System.Runtime.CompilerServices;
using Millrace.Training.Kernels;

namespace Millrace.Training.Layers.Sequences;

/// <summary>What a recurrent layer keeps: B rows, T steps, H units, G gates. States have a slot for the zero before step 0.</summary>
internal sealed unsafe class RecurrentState : LayerState
{
    private readonly int[] _rows;
    private readonly int[] _depth;

    public RecurrentState(int rows, int steps, int inputs, int units, int gates, bool separateShares, Kernels.Kernels kernels)
    {
        long stateLength = (long)rows * (steps + 1) * units, gateLength = (long)rows * steps * gates * units;
        InputForward = new AlignedBuffer(kernels.PackedLength(inputs, gates * units));
        InputBackward = new AlignedBuffer(kernels.PackedLength(gates * units, inputs));
        StateForward = new AlignedBuffer(kernels.PackedLength(units, gates * units));
        StateBackward = new AlignedBuffer(kernels.PackedLength(gates * units, units));
        Gates = new AlignedBuffer(gateLength);
        GateGradient = new AlignedBuffer(gateLength);
        RecurrentGradient = separateShares ? new AlignedBuffer(gateLength) : GateGradient;
        States = new AlignedBuffer(stateLength);
        Cells = new AlignedBuffer(stateLength);
        Recurrent = new AlignedBuffer((long)rows * gates * units);
        Carries = [new AlignedBuffer((long)rows * units), new AlignedBuffer((long)rows * units)];
        CellGradient = new AlignedBuffer((long)rows * units);
        StateGradient = new AlignedBuffer(units);
        _rows = GC.AllocateUninitializedArray<int>(rows * steps, pinned: true);
        _depth = GC.AllocateUninitializedArray<int>(units, pinned: true);
        for (var at = 0; at < _rows.Length; at++)
        {
            _rows[at] = checked((((at / steps) * (steps + 1)) + (at % steps)) * units);
        }

        for (var at = 0; at < units; at++)
        {
            _depth[at] = at;
        }
    }

    public AlignedBuffer InputForward { get; }

    public AlignedBuffer InputBackward { get; }

    public AlignedBuffer StateForward { get; }

    public AlignedBuffer StateBackward { get; }

    /// <summary>[B, T, G, H].</summary>
    public AlignedBuffer Gates { get; }

    /// <summary>[B, T, G, H].</summary>
    public AlignedBuffer GateGradient { get; }

    /// <summary>[B, T, G, H].</summary>
    public AlignedBuffer RecurrentGradient { get; }

    /// <summary>[B, T + 1, H].</summary>
    public AlignedBuffer States { get; }

    /// <summary>[B, T + 1, H].</summary>
    public AlignedBuffer Cells { get; }

    /// <summary>[B, G, H].</summary>
    public AlignedBuffer Recurrent { get; }

    /// <summary>Two of [B, H].</summary>
    public AlignedBuffer[] Carries { get; }

    /// <summary>[B, H].</summary>
    public AlignedBuffer CellGradient { get; }

    /// <summary>[H].</summary>
    public AlignedBuffer StateGradient { get; }

    /// <summary>Offset of the state before each (row, step).</summary>
    public int* BeforeRows => (int*)Unsafe.AsPointer(ref _rows[0]);

    /// <summary>0 to H − 1.</summary>
    public int* BeforeDepth => (int*)Unsafe.AsPointer(ref _depth[0]);
}
