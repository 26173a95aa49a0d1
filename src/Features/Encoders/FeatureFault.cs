namespace Millrace.Features.Encoders;

/// <summary>One fault of a feature specification, with where it is, so that a job file can name line and column.</summary>
public sealed record FeatureFault
{
    /// <summary>Name of the record's member at fault (<c>Label</c>, <c>Columns</c>, <c>Weight</c> …).</summary>
    public required string Member { get; init; }

    /// <summary>Key of <see cref="FeatureSpec.Columns"/> at fault; null elsewhere.</summary>
    public string? Column { get; init; }

    /// <summary>Index of the encoder step at fault; −1 elsewhere.</summary>
    public int StepIndex { get; init; } = -1;

    /// <summary>What is wrong and what would be right.</summary>
    public required string Message { get; init; }
}
