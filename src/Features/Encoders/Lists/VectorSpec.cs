namespace Millrace.Features.Encoders.Lists;

/// <summary>
/// The elements of a list column of numbers as so many features, (x − subtract) ÷ divide_by; shorter lists and missing elements give 0, longer ones are
/// cut, and counted. Immutable and thread-safe.
/// </summary>
public sealed record VectorSpec : EncoderSpec
{
    /// <summary>Elements, 1 to 65,536.</summary>
    public required int Length { get; init; }

    /// <summary>Subtracted first, in the column's unit.</summary>
    public double Subtract { get; init; }

    /// <summary>Divides then; not 0.</summary>
    public double DivideBy { get; init; } = 1;
}
