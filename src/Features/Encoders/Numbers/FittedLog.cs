using Millrace.Exact;

namespace Millrace.Features.Encoders.Numbers;

/// <summary>sign(x)·log(1 + |x|), or log(x + shift), which is missing where x + shift is not above 0.</summary>
public sealed record FittedLog : FittedEncoder
{
    /// <summary>Which logarithm.</summary>
    public required LogKind Kind { get; init; }

    /// <summary>What is added first; for <see cref="LogKind.Shift"/>.</summary>
    public required double Shift { get; init; }

    /// <summary>The function itself; NaN for none.</summary>
    internal static double Of(LogKind kind, double shift, double x)
    {
        if (kind == LogKind.Signed)
        {
            return x < 0 ? -ExactMath.Log1p(-x) : ExactMath.Log1p(x);
        }

        return x + shift > 0 ? ExactMath.Log(x + shift) : double.NaN;
    }

    /// <inheritdoc/>
    internal override void Apply(ColumnValues values, in FeatureTarget target)
    {
        var numbers = values.Numbers;
        for (var i = 0; i < numbers.Length; i++)
        {
            var result = Of(Kind, Shift, numbers[i]);
            if (double.IsNaN(result) && !double.IsNaN(numbers[i]))
            {
                values.Missing++;
            }

            numbers[i] = result;
        }
    }
}
