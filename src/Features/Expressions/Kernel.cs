namespace Millrace.Features.Expressions;

/// <summary>Computes a function over columns.</summary>
internal delegate Vector Kernel(KernelCall call);
