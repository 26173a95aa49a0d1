namespace Millrace.Features.Contracts;

/// <summary>Float to integer of a range: whole numbers only.</summary>
internal readonly struct FloatToInteger(long min, long max) : IConversion<double, long>
{
    public FaultKind Convert(double value, out long result)
    {
        result = 0;
        if (!double.IsFinite(value))
        {
            return FaultKind.NotFinite;
        }

        if (value < -9.2233720368547758E18 || value >= 9.2233720368547758E18)
        {
            return FaultKind.Overflow;
        }

        result = (long)value;
        return result != value ? FaultKind.Fraction : result < min || result > max ? FaultKind.Overflow : FaultKind.None;
    }
}
