namespace Millrace.Features.Expressions.Vectors;

/// <summary>Computes a function over columns.</summary>
internal delegate Vector Kernel(KernelCall call);
