using Millrace.Training.Kernels;

namespace Millrace.Training.Layers.Images;

/// <summary>The convolution's state, its outputs or their gradients for one block of samples, and which element of each window was chosen.</summary>
internal sealed class PooledConvolutionState(ConvolutionState convolution, long outputSize, long chosenLength) : LayerState
{
    public ConvolutionState Convolution { get; } = convolution;

    public AlignedBuffer Block { get; } = new(convolution.BlockSamples * outputSize);

    public AlignedBuffer Chosen { get; } = new(chosenLength);
}
