namespace Millrace.Features.Contracts;

/// <summary>What a decimal column can hold.</summary>
internal readonly struct DecimalLimits
{
    private readonly Int128 _min;
    private readonly Int128 _max;

    public DecimalLimits(ColumnType type)
    {
        if (type.Kind == ColumnKind.UInt64)
        {
            (_min, _max, Scale) = (0, ulong.MaxValue, 0);
            return;
        }

        Scale = type.Scale;
        _max = Decimals.Power(type.Precision) - 1;
        _min = -_max;
    }

    public int Scale { get; }

    /// <summary>Brings an unscaled value of another scale to this one.</summary>
    public FaultKind Rescale(Int128 value, int fromScale, out Int128 result)
    {
        result = 0;
        if (fromScale > Scale)
        {
            var (whole, rest) = Int128.DivRem(value, Decimals.Power(fromScale - Scale));
            if (rest != 0)
            {
                return FaultKind.Fraction;
            }

            value = whole;
        }
        else if (fromScale < Scale)
        {
            var factor = Decimals.Power(Scale - fromScale);
            if (value > Int128.MaxValue / factor || value < Int128.MinValue / factor)
            {
                return FaultKind.Overflow;
            }

            value *= factor;
        }

        if (value < _min || value > _max)
        {
            return FaultKind.Overflow;
        }

        result = value;
        return FaultKind.None;
    }
}
