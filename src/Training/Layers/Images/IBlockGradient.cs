namespace Millrace.Training.Layers.Images;

/// <summary>Gives the output gradients of a convolution block after block of samples.</summary>
internal unsafe interface IBlockGradient
{
    /// <summary>[samples, outputs] of the samples from <paramref name="first"/> on; valid until the next call.</summary>
    float* Of(nint first, int samples);
}
