namespace Millrace.Features.Encoders.Lists;

/// <summary>A list column of numbers as a sequence; a missing list is empty, a missing element 0, and counted. Immutable and thread-safe.</summary>
public sealed record SequenceSpec : EncoderSpec
{
    /// <summary>Most elements, 1 to 65,536; of a longer list the last ones are kept. Null: the longest list of the training rows.</summary>
    public int? MaxLength { get; init; }

    /// <summary>What happens to the elements.</summary>
    public SequenceScaling Scaling { get; init; }
}
