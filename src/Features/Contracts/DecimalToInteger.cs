namespace Millrace.Features.Contracts;

/// <summary>Decimal to integer of a range: whole numbers only.</summary>
internal readonly struct DecimalToInteger(int scale, long min, long max) : IConversion<Int128, long>
{
    public FaultKind Convert(Int128 value, out long result)
    {
        var (whole, rest) = Int128.DivRem(value, Decimals.Power(scale));
        result = rest == 0 && whole >= min && whole <= max ? (long)whole : 0;
        return rest != 0 ? FaultKind.Fraction : whole < min || whole > max ? FaultKind.Overflow : FaultKind.None;
    }
}
