namespace Millrace.Features.Contracts;

/// <summary>Float to float under the column's limits.</summary>
internal readonly struct FloatToFloat(FloatLimits limits) : IConversion<double, double>
{
    public FaultKind Convert(double value, out double result)
    {
        result = value;
        return limits.Check(ref result);
    }
}
