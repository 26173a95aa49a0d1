namespace Millrace.Features.Contracts;

/// <summary>Integer to decimal of a precision and scale.</summary>
internal readonly struct IntegerToDecimal(DecimalLimits limits) : IConversion<long, Int128>
{
    public FaultKind Convert(long value, out Int128 result) => limits.Rescale(value, 0, out result);
}
