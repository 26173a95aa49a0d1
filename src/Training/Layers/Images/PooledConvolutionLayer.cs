using Millrace.Training.Onnx;

namespace Millrace.Training.Layers.Images;

/// <summary>
/// A convolution followed by the maxima over windows of its outputs. The outputs, and on the way back their gradients, are made
/// for a block of samples at a time and used while they are in the cache; they are never all in memory.
/// </summary>
internal sealed unsafe class PooledConvolutionLayer : Layer
{
    private readonly ConvolutionLayer _convolution;
    private readonly PoolLayer _pool;

    public PooledConvolutionLayer(ConvolutionLayer convolution, PoolLayer pool)
        : base(convolution.Name, convolution.Input, pool.Output)
    {
        (_convolution, _pool) = (convolution, pool);
        _convolution.OutputIsMasked = true;
    }

    public override bool CanMaskInput => true;

    public override long MultiplyAdds => _convolution.MultiplyAdds;

    public override bool MasksInput
    {
        get => _convolution.MasksInput;
        set => _convolution.MasksInput = value;
    }

    public override void Initialize(ulong seed, Span<float> parameters) => _convolution.Initialize(seed, parameters);

    public override LayerState CreateState(int maxRows, Kernels.Kernels kernels) => new PooledConvolutionState(
        (ConvolutionState)_convolution.CreateState(maxRows, kernels), _convolution.Output.Size, (long)maxRows * Output.Size);

    public override void Prepare(LayerState state, Pass pass) => _convolution.Prepare(((PooledConvolutionState)state).Convolution, pass);

    public override void Forward(LayerState state, Pass pass, float* x, float* y)
    {
        var own = (PooledConvolutionState)state;
        for (nint first = 0; first < pass.Rows; first += own.Convolution.BlockSamples)
        {
            var samples = (int)nint.Min(own.Convolution.BlockSamples, pass.Rows - first);
            var at = first * Output.Size;
            _convolution.ForwardBlock(own.Convolution, pass, first, samples, x, own.Block.Pointer);
            pass.Kernels.MaxPool(_pool.Window, samples, own.Block.Pointer, y + at, own.Chosen.Pointer + at);
        }
    }

    public override void Backward(LayerState state, Pass pass, in BackwardValues values)
    {
        float* x = values.X, y = values.Y, dy = values.Dy, dx = values.Dx;
        var own = (PooledConvolutionState)state;
        _convolution.Backward(own.Convolution, pass, x, dx, new PooledGradient(this, own, pass, y, dy));
    }

    /// <summary>Fills the block with the gradients of the convolution's sums, from those of the maxima <paramref name="y"/>.</summary>
    public void SpreadBlock(PooledConvolutionState own, Pass pass, (nint First, int Count) samples, float* y, float* dy)
    {
        var chosen = own.Chosen.Pointer + (samples.First * Output.Size);
        pass.Kernels.MaxPoolBackward(_pool.Window, samples.Count, chosen, _convolution.EndsInRelu ? y : null, dy, own.Block.Pointer);
    }

    public override string? OnnxObstacle => null;

    public override string Export(OnnxGraph graph, string x) => _pool.Export(graph, _convolution.Export(graph, x));
}
