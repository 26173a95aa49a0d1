using System.Globalization;

namespace Millrace.Benchmarks.Ratios;

/// <summary>A bound on a ratio.</summary>
internal sealed record RatioLimit(bool AtMost, double Value)
{
    public static RatioLimit NoMoreThan(double value) => new(true, value);

    public static RatioLimit NoLessThan(double value) => new(false, value);

    public bool Holds(double measured) => AtMost ? measured <= Value : measured >= Value;

    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{(AtMost ? "at most" : "at least")} {Value:0.###}");
}
