namespace Millrace.Features.Contracts;

/// <summary>Integer to integer of a range.</summary>
internal readonly struct IntegerToInteger(long min, long max) : IConversion<long, long>
{
    public FaultKind Convert(long value, out long result)
    {
        result = value;
        return value < min || value > max ? FaultKind.Overflow : FaultKind.None;
    }
}
