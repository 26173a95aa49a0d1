namespace Millrace.Features.Encoders.Numbers;

/// <summary>Which logarithm is taken.</summary>
public enum LogKind
{
    /// <summary>sign(x) · log(1 + |x|): for every number.</summary>
    Signed,

    /// <summary>log(x + shift); a value where that is no number becomes missing.</summary>
    Shift,
}
