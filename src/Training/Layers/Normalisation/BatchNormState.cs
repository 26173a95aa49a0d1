using System.Runtime.CompilerServices;
using Millrace.Training.Kernels;

namespace Millrace.Training.Layers.Normalisation;

/// <summary>Normalised values; per lane the factors of the backward pass and the contributions to the running statistics.</summary>
internal sealed unsafe class BatchNormState : LayerState
{
    public const int MostLanes = 1024;

    private readonly int[] _laneRows = GC.AllocateUninitializedArray<int>(MostLanes + 1, pinned: true);

    public BatchNormState(long values, int columns)
    {
        Normal = new AlignedBuffer(values);
        Scratch = new AlignedBuffer(5L * columns);
        for (var lane = 0; lane <= MostLanes; lane++)
        {
            _laneRows[lane] = lane;
        }
    }

    public AlignedBuffer Normal { get; }

    /// <summary>Five rows per column.</summary>
    public AlignedBuffer Scratch { get; }

    /// <summary>[lanes, columns] 1 / √(variance + ε).</summary>
    public AlignedBuffer Inverse { get; private set; } = new(0);

    /// <summary>[lanes, columns] mean × rows.</summary>
    public AlignedBuffer Means { get; private set; } = new(0);

    /// <summary>[lanes, columns] unbiased variance × rows.</summary>
    public AlignedBuffer Variances { get; private set; } = new(0);

    /// <summary>Makes room for the lanes of this pass.</summary>
    public void Ensure(int lanes, int columns)
    {
        if (Inverse.Length < lanes * columns)
        {
            (Inverse, Means, Variances) = (new AlignedBuffer(lanes * columns), new AlignedBuffer(lanes * columns), new AlignedBuffer(lanes * columns));
        }
    }

    /// <summary>Lanes of one row each: for sums over per-lane rows.</summary>
    public LaneRows OneRowPerLane(int lanes, bool continues) => new((int*)Unsafe.AsPointer(ref _laneRows[0]), lanes, 1, continues);
}
