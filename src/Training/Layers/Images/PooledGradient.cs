namespace Millrace.Training.Layers.Images;

/// <summary>The gradients of the outputs that a pooling layer took the maxima of, made for a block when it is due.</summary>
internal readonly unsafe struct PooledGradient(PooledConvolutionLayer layer, PooledConvolutionState state, Pass pass, float* y, float* dy) : IBlockGradient
{
    private readonly float* _y = y;
    private readonly float* _dy = dy;

    public float* Of(nint first, int samples)
    {
        var at = first * layer.Output.Size;
        layer.SpreadBlock(state, pass, (first, samples), _y + at, _dy + at);
        return state.Block.Pointer;
    }
}
