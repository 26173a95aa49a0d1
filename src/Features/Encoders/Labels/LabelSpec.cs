namespace Millrace.Features.Encoders.Labels;

/// <summary>A column to be predicted. Rows without a value in it are not trained on. Immutable and thread-safe.</summary>
public sealed record LabelSpec
{
    /// <summary>The column.</summary>
    public required string Column { get; init; }

    /// <summary>What kind of answer it is; null: what the job's training says.</summary>
    public LabelKind? Kind { get; init; }
}
