using Millrace.Features.Contracts;

namespace Millrace.Features.Encoders.Labels;

/// <summary>One label column and its kind, checked. Immutable and thread-safe.</summary>
/// <param name="Column">The column's contract.</param>
/// <param name="Kind">What kind of answer it is.</param>
internal sealed record LabelPlan(ColumnContract Column, LabelKind Kind);
