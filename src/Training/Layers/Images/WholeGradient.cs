namespace Millrace.Training.Layers.Images;

/// <summary>The gradients of all samples, one after another in memory.</summary>
internal readonly unsafe struct WholeGradient(float* dy, nint sampleSize) : IBlockGradient
{
    private readonly float* _dy = dy;

    public float* Of(nint first, int samples) => _dy + (first * sampleSize);
}
