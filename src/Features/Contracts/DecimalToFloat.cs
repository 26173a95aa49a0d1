namespace Millrace.Features.Contracts;

/// <summary>Decimal to the nearest float.</summary>
internal readonly struct DecimalToFloat(int scale, FloatLimits limits) : IConversion<Int128, double>
{
    public FaultKind Convert(Int128 value, out double result)
    {
        result = Decimals.ToDouble(value, scale);
        return limits.Check(ref result);
    }
}
