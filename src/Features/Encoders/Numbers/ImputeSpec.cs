namespace Millrace.Features.Encoders.Numbers;

/// <summary>Puts a fitted value where there is none, for the steps after it. Immutable and thread-safe.</summary>
public sealed record ImputeSpec : EncoderSpec
{
    /// <summary>What is put.</summary>
    public ImputeStrategy Strategy { get; init; }

    /// <summary>Whether a feature says 1 where the value was missing, else 0.</summary>
    public bool Flag { get; init; }

    /// <summary>The value of <see cref="ImputeStrategy.Constant"/>, as text.</summary>
    public string? Value { get; init; }
}
