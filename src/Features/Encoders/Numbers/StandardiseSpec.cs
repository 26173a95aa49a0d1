namespace Millrace.Features.Encoders.Numbers;

/// <summary>(x − mean) ÷ standard deviation of the training rows; zero deviation and missing values give 0. Immutable and thread-safe.</summary>
public sealed record StandardiseSpec : EncoderSpec;
