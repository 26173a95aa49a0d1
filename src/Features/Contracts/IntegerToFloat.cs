namespace Millrace.Features.Contracts;

/// <summary>Integer to float: only where the float is the integer.</summary>
internal readonly struct IntegerToFloat(FloatLimits limits) : IConversion<long, double>
{
    public FaultKind Convert(long value, out double result)
    {
        result = value;
        if (Math.Abs(result) >= 9_007_199_254_740_992 && (result >= 9.2233720368547758E18 || (long)result != value))
        {
            return FaultKind.Inexact;
        }

        var exact = result;
        var fault = limits.Check(ref result);
        return fault == FaultKind.None && limits.IsSingle && result != exact ? FaultKind.Inexact : fault;
    }
}
