namespace Millrace.Features.Contracts;

/// <summary>What a floating-point column can hold.</summary>
internal readonly struct FloatLimits(bool isSingle, bool allowNan, int? scale)
{
    private const double LargestScaled = 9_007_199_254_740_992;

    private readonly double _factor = scale is { } places ? (double)Decimals.Power(places) : 0;

    public bool IsSingle => isSingle;

    /// <summary>Whether finite values pass unchanged.</summary>
    public bool KeepsFinite => !isSingle && _factor == 0;

    public bool AllowsNan => allowNan;

    /// <summary>Rounds the value as the column does; gives the fault of a value that does not fit.</summary>
    public FaultKind Check(ref double value)
    {
        if (!double.IsFinite(value))
        {
            return allowNan ? FaultKind.None : FaultKind.NotFinite;
        }

        if (_factor != 0)
        {
            var scaled = Math.Round(value * _factor, MidpointRounding.ToEven);
            if (Math.Abs(scaled) > LargestScaled)
            {
                return FaultKind.OutOfRange;
            }

            value = scaled / _factor;
        }

        if (isSingle)
        {
            value = (float)value;
            return double.IsFinite(value) ? FaultKind.None : FaultKind.Overflow;
        }

        return FaultKind.None;
    }
}
