using System.Globalization;

namespace Millrace.Features.Contracts;

/// <summary>Float to decimal by way of the shortest text that reads back as the same float.</summary>
internal readonly struct FloatToDecimal(DecimalLimits limits) : IConversion<double, Int128>
{
    public FaultKind Convert(double value, out Int128 result)
    {
        result = 0;
        if (!double.IsFinite(value))
        {
            return FaultKind.NotFinite;
        }

        Span<byte> text = stackalloc byte[400];
        return value.TryFormat(text, out var length, "R", CultureInfo.InvariantCulture)
            ? TextParsing.Decimal(text[..length], limits, allowExponent: true, out result)
            : FaultKind.Unparsable;
    }
}
