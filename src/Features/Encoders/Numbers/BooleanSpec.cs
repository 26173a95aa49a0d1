namespace Millrace.Features.Encoders.Numbers;

/// <summary>1 for true, −1 for false, 0 for missing. Immutable and thread-safe.</summary>
public sealed record BooleanSpec : EncoderSpec;
