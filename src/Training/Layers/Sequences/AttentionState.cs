using Millrace.Training.Kernels;

namespace Millrace.Training.Layers.Sequences;

/// <summary>What self-attention keeps. B rows, T steps, D channels, M heads of E = D / M.</summary>
internal sealed class AttentionState : LayerState
{
    public AttentionState(int rows, int steps, int channels, int heads, Kernels.Kernels kernels)
    {
        var size = channels / heads;
        long values = (long)rows * steps * channels;
        InForward = new AlignedBuffer(kernels.PackedLength(channels, 3 * channels));
        InBackward = new AlignedBuffer(kernels.PackedLength(3 * channels, channels));
        OutForward = new AlignedBuffer(kernels.PackedLength(channels, channels));
        OutBackward = new AlignedBuffer(kernels.PackedLength(channels, channels));
        Projected = new AlignedBuffer(3 * values);
        ProjectedGradient = new AlignedBuffer(3 * values);
        Mixed = new AlignedBuffer(values);
        MixedGradient = new AlignedBuffer(values);
        Shares = new AlignedBuffer((long)rows * heads * steps * steps);
        Square = new AlignedBuffer((long)steps * steps);
        Turned = new AlignedBuffer((long)steps * steps);
        Packed = new AlignedBuffer(Math.Max(kernels.PackedLength(size, steps), kernels.PackedLength(steps, size)));
    }

    public AlignedBuffer InForward { get; }

    public AlignedBuffer InBackward { get; }

    public AlignedBuffer OutForward { get; }

    public AlignedBuffer OutBackward { get; }

    /// <summary>[B, T, 3 D] queries, keys, values.</summary>
    public AlignedBuffer Projected { get; }

    /// <summary>[B, T, 3 D].</summary>
    public AlignedBuffer ProjectedGradient { get; }

    /// <summary>[B, T, D] values mixed by the heads.</summary>
    public AlignedBuffer Mixed { get; }

    /// <summary>[B, T, D].</summary>
    public AlignedBuffer MixedGradient { get; }

    /// <summary>[B, M, T, T] what each step takes of each.</summary>
    public AlignedBuffer Shares { get; }

    /// <summary>[T, T].</summary>
    public AlignedBuffer Square { get; }

    /// <summary>[T, T].</summary>
    public AlignedBuffer Turned { get; }

    /// <summary>A packed operand of one head.</summary>
    public AlignedBuffer Packed { get; }
}
