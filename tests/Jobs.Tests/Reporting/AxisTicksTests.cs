using CsCheck;
using Millrace.Jobs.Reporting;

namespace Millrace.Jobs.Tests.Reporting;

public sealed class AxisTicksTests
{
    [Fact]
    public void Ticks_are_few_inside_and_evenly_spaced() => Gen.Select(Gen.Double[-1e6, 1e6], Gen.Double[1e-6, 1e6], Gen.Int[2, 12]).Sample((low, width, wanted) =>
    {
        var high = low + width;
        var ticks = AxisTicks.Of(low, high, wanted);
        var tolerance = width * 1e-6;
        return ticks.Count <= wanted + 1
            && ticks.All(tick => tick >= low - tolerance && tick <= high + tolerance)
            && ticks.Zip(ticks.Skip(1)).All(pair => Math.Abs(pair.Second - pair.First - (ticks[1] - ticks[0])) < tolerance);
    });

    [Theory]
    [InlineData(0.0, "0")]
    [InlineData(0.25, "0.25")]
    [InlineData(1500.0, "1500")]
    [InlineData(12000.0, "12k")]
    [InlineData(2500000.0, "2.5M")]
    public void Numbers_beside_ticks_are_short(double value, string expected) => Assert.Equal(expected, AxisTicks.Label(value));
}
