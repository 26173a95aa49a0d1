namespace Millrace.Features.Contracts;

/// <summary>Decimal to decimal of another precision and scale: no digit may be lost.</summary>
internal readonly struct DecimalToDecimal(int scale, DecimalLimits limits) : IConversion<Int128, Int128>
{
    public FaultKind Convert(Int128 value, out Int128 result) => limits.Rescale(value, scale, out result);
}
