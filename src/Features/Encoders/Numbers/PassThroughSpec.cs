namespace Millrace.Features.Encoders.Numbers;

/// <summary>The number itself, (x − subtract) ÷ divide_by; a missing value gives 0. Immutable and thread-safe.</summary>
public sealed record PassThroughSpec : EncoderSpec
{
    /// <summary>Subtracted first, in the column's unit.</summary>
    public double Subtract { get; init; }

    /// <summary>Divides then; not 0.</summary>
    public double DivideBy { get; init; } = 1;
}
