using CsCheck;
using Millrace.Jobs.Metrics;

namespace Millrace.Jobs.Tests.Metrics;

public sealed class ExactSumTests
{
    private static readonly Gen<double[]> Numbers =
        Gen.Select(Gen.Double[-1, 1], Gen.Int[-300, 300], (mantissa, exponent) => mantissa * Math.Pow(10, exponent)).Array[1, 40];

    [Fact]
    public void Order_and_split_do_not_change_the_bytes() => Gen.Select(Numbers, Gen.Int[0, 40]).Sample((numbers, cut) =>
    {
        var forward = Sum(numbers);
        var backward = Sum(numbers.Reverse());
        var merged = Sum(numbers.Take(cut));
        merged.Merge(Sum(numbers.Skip(cut)));
        return forward.ToBytes().AsSpan().SequenceEqual(backward.ToBytes()) && forward.ToBytes().AsSpan().SequenceEqual(merged.ToBytes());
    });

    [Fact]
    public void A_sum_of_integers_is_that_integer() => Gen.Int.Array[1, 100].Sample(numbers =>
        Sum(numbers.Select(number => (double)number)).ToDouble() == numbers.Sum(number => (long)number));

    [Fact]
    public void Adding_the_negatives_of_all_numbers_leaves_zero() => Numbers.Sample(numbers =>
        Sum(numbers.Concat(numbers.Select(number => -number))).ToDouble() == 0);

    [Theory]
    [InlineData(new[] { 1e308, 1.0, -1e308 }, 1.0)]
    [InlineData(new[] { 1e-320, 1e300, -1e300 }, 1e-320)]
    [InlineData(new[] { 9007199254740992.0, 1.0 }, 9007199254740992.0)]
    [InlineData(new[] { 9007199254740992.0, 1.0, 1e-300 }, 9007199254740994.0)]
    [InlineData(new[] { 9007199254740994.0, 1.0 }, 9007199254740996.0)]
    [InlineData(new[] { -9007199254740992.0, -1.0, -1e-300 }, -9007199254740994.0)]
    [InlineData(new[] { double.Epsilon, double.Epsilon }, 2 * double.Epsilon)]
    public void The_sum_is_rounded_once_half_to_even(double[] numbers, double expected) => Assert.Equal(expected, Sum(numbers).ToDouble());

    [Theory]
    [InlineData(double.NaN)]
    [InlineData(double.PositiveInfinity)]
    public void A_number_that_is_not_finite_is_refused(double number) =>
        Assert.Throws<ArgumentOutOfRangeException>(() => new ExactSum().Add(number));

    private static ExactSum Sum(IEnumerable<double> numbers)
    {
        var sum = new ExactSum();
        foreach (var number in numbers)
        {
            sum.Add(number);
        }

        return sum;
    }
}
