using Millrace.Features.Encoders.Lists;

namespace Millrace.Features.Encoders;

/// <summary>A fitted step with its place in the layout.</summary>
/// <param name="Column">Its column.</param>
/// <param name="Step">The step.</param>
/// <param name="Dense">Its first dense feature.</param>
/// <param name="Category">Its category column.</param>
/// <param name="Sequence">Where its lists go; null for most.</param>
internal sealed record BoundEncoder(FittedColumn Column, FittedEncoder Step, int Dense, int Category, SequenceBuffer? Sequence);
