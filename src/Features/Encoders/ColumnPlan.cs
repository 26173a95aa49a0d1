using Millrace.Features.Contracts;

namespace Millrace.Features.Encoders;

/// <summary>One input column and its encoder steps, checked. Immutable and thread-safe.</summary>
/// <param name="Column">The column's contract.</param>
/// <param name="Steps">The steps in order; at least one that gives features.</param>
internal sealed record ColumnPlan(ColumnContract Column, IReadOnlyList<EncoderSpec> Steps);
