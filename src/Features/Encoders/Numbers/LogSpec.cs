namespace Millrace.Features.Encoders.Numbers;

/// <summary>Takes the logarithm of a number, for the steps after it. Immutable and thread-safe.</summary>
public sealed record LogSpec : EncoderSpec
{
    /// <summary>Which logarithm.</summary>
    public LogKind Kind { get; init; }

    /// <summary>What <see cref="LogKind.Shift"/> adds, in the column's unit.</summary>
    public double Shift { get; init; } = 1;
}
