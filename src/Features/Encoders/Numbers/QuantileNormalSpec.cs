namespace Millrace.Features.Encoders.Numbers;

/// <summary>The normal quantile of the value's rank among the training rows' sample; a missing value gives 0. Immutable and thread-safe.</summary>
public sealed record QuantileNormalSpec : EncoderSpec
{
    /// <summary>Most knots of the piecewise-linear map, 2 to 10,000; never more than one for 30 sampled rows beyond ten.</summary>
    public int Quantiles { get; init; } = 1_000;
}
