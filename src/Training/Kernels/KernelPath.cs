namespace Millrace.Training.Kernels;

/// <summary>The vector width that kernels run with. All give the same bytes.</summary>
public enum KernelPath
{
    /// <summary>Portable 128-bit vectors; fused multiply-add in software where the hardware has none.</summary>
    Vector128,

    /// <summary>AVX2 with fused multiply-add.</summary>
    Vector256,

    /// <summary>AVX-512F.</summary>
    Vector512,
}
