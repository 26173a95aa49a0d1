namespace Millrace.Features.Encoders.Lists;

/// <summary>What happens to the elements of a sequence.</summary>
public enum SequenceScaling
{
    /// <summary>(x − mean) ÷ standard deviation over all elements of the training rows.</summary>
    Standardise,

    /// <summary>They stay as they are.</summary>
    None,
}
