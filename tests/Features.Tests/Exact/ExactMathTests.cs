using System.Numerics;
using Millrace.Exact;

namespace Millrace.Features.Tests.Exact;

public class ExactMathTests
{
    private const int Samples = 2_000;

    private static readonly WideReference Wide = new(400);

    [Fact]
    public void Exp_is_within_one_ulp() =>
        Check(1, Random(-708, 709), ExactMath.Exp, x => Wide.Exp(Wide.Of(x)));

    [Fact]
    public void Exp_of_small_arguments_is_within_one_ulp() =>
        Check(1, Random(-1, 1), ExactMath.Exp, x => Wide.Exp(Wide.Of(x)));

    [Fact]
    public void Exp_into_the_subnormals_is_within_one_ulp() =>
        Check(1, Random(-745, -708), ExactMath.Exp, x => Wide.Exp(Wide.Of(x)));

    [Fact]
    public void Expm1_is_within_two_ulp() =>
        Check(2, [.. Random(-5, 30), .. Random(-1e-3, 1e-3), .. Random(-1e-9, 1e-9)], ExactMath.Expm1, x =>
        {
            var (value, exponent) = Wide.Exp(Wide.Of(x));
            return ((exponent >= 0 ? value << exponent : value >> -exponent) - Wide.One, 0);
        });

    [Fact]
    public void Log_is_within_one_ulp() =>
        Check(1, [.. Random(0.5, 2), .. Random(0, 1000), .. Random(0.99, 1.01), .. Random(1e-30, 1e-20)], ExactMath.Log, x => (Wide.Log(Wide.Of(x)), 0));

    [Fact]
    public void Log_of_subnormals_agrees_with_their_scaled_value() =>
        Assert.Equal(ExactMath.Log(4.5) - (1060 * 0.6931471805599453), ExactMath.Log(4.5 * Math.Pow(2, -1060)), 1e-12);

    [Fact]
    public void Log1p_is_within_two_ulp() =>
        Check(2, [.. Random(-0.999, 3), .. Random(-1e-6, 1e-6), .. Random(3, 1e9)], ExactMath.Log1p, x => (Wide.Log(Wide.One + Wide.Of(x)), 0));

    [Fact]
    public void Log2_is_within_two_ulp() =>
        Check(2, [.. Random(0.5, 2), .. Random(0, 1e6)], ExactMath.Log2, x => (Wide.Divide(Wide.Log(Wide.Of(x)), Wide.Ln2), 0));

    [Fact]
    public void Log2_is_exact_at_powers_of_two()
    {
        for (var k = -1074; k <= 1023; k++)
        {
            Assert.Equal(k, ExactMath.Log2(Math.ScaleB(1, k)));
        }
    }

    [Fact]
    public void Pow_is_within_two_ulp()
    {
        var random = new Random(7);
        var worst = 0.0;
        for (var i = 0; i < Samples; i++)
        {
            var x = Math.Exp((random.NextDouble() - 0.5) * 20);
            var y = (random.NextDouble() - 0.5) * 100;
            var product = Wide.Multiply(Wide.Of(y), Wide.Log(Wide.Of(x)));
            var (value, exponent) = Wide.Exp(product);
            worst = Math.Max(worst, Wide.UlpError(ExactMath.Pow(x, y), value, exponent));
        }

        Assert.InRange(worst, 0.1, 2);
    }

    [Theory]
    [InlineData(2, 10, 1024)]
    [InlineData(0.9, 0, 1)]
    [InlineData(-2, 3, -8)]
    [InlineData(-2, 2, 4)]
    [InlineData(-2, 0.5, double.NaN)]
    [InlineData(0, 2, 0)]
    [InlineData(0, -1, double.PositiveInfinity)]
    [InlineData(-0.0, -1, double.NegativeInfinity)]
    [InlineData(1, double.NaN, 1)]
    [InlineData(double.NaN, 0, 1)]
    [InlineData(-1, double.PositiveInfinity, 1)]
    [InlineData(0.5, double.PositiveInfinity, 0)]
    [InlineData(0.5, double.NegativeInfinity, double.PositiveInfinity)]
    [InlineData(2, double.PositiveInfinity, double.PositiveInfinity)]
    [InlineData(double.PositiveInfinity, -1, 0)]
    [InlineData(double.NegativeInfinity, 3, double.NegativeInfinity)]
    [InlineData(10, 400, double.PositiveInfinity)]
    [InlineData(10, -400, 0)]
    public void Pow_keeps_the_special_cases(double x, double y, double expected) => Assert.Equal(expected, ExactMath.Pow(x, y));

    [Fact]
    public void Sin_is_within_one_ulp() =>
        Check(1, [.. Random(-1, 1), .. Random(-100, 100), .. Random(1e6, 1e9)], ExactMath.Sin, x => (Wide.Sin(Wide.Of(x)), 0));

    [Fact]
    public void Cos_is_within_one_ulp() =>
        Check(1, [.. Random(-1, 1), .. Random(-100, 100), .. Random(1e6, 1e9)], ExactMath.Cos, x => (Wide.Cos(Wide.Of(x)), 0));

    [Fact]
    public void Sin_near_multiples_of_pi_is_within_one_ulp() =>
        Check(1, [.. Enumerable.Range(1, 5_000).Select(n => n * Math.PI)], ExactMath.Sin, x => (Wide.Sin(Wide.Of(x)), 0));

    [Fact]
    public void Tanh_is_within_three_ulp() =>
        Check(3, [.. Random(-2, 2), .. Random(-20, 20), .. Random(-1e-3, 1e-3)], ExactMath.Tanh, x =>
        {
            var grown = Widen(Wide.Exp(Wide.Of(2 * x)));
            return (Wide.Divide(grown - Wide.One, grown + Wide.One), 0);
        });

    [Fact]
    public void Sigmoid_is_within_two_ulp() =>
        Check(2, Random(-60, 40), ExactMath.Sigmoid, x => (Wide.Divide(Wide.One, Wide.One + Widen(Wide.Exp(Wide.Of(-x)))), 0));

    [Fact]
    public void Softplus_is_within_three_ulp() =>
        Check(3, Random(-40, 40), ExactMath.Softplus, x => (Log(Wide.One + Widen(Wide.Exp(Wide.Of(x)))), 0));

    [Fact]
    public void Erf_is_within_four_ulp() =>
        Check(4, Random(0, 7, 400), ExactMath.Erf, x => (Wide.Erf(Wide.Of(x)), 0));

    [Fact]
    public void Erfc_is_within_eight_ulp()
    {
        var wide = new WideReference(1_500);
        Check(8, [.. Random(0, 2, 100), .. Random(0, 26.5, 60)], ExactMath.Erfc, x => (wide.One - wide.Erf(wide.Of(x)), 0), wide);
    }

    [Fact]
    public void NormalCdf_is_within_sixteen_ulp()
    {
        var wide = new WideReference(1_500);
        Check(16, [.. Random(-3, 0, 100), .. Random(-37, 0, 60)], ExactMath.NormalCdf, x =>
            ((wide.One - wide.Erf(wide.Divide(wide.Of(-x), wide.Sqrt(2 * wide.One)))) >> 1, 0), wide);
    }

    [Fact]
    public void NormalInverse_undoes_the_distribution()
    {
        foreach (var p in Random(1e-12, 0.5, 1_000).Append(1e-300).Append(1e-100).Append(0.4999999999))
        {
            var x = ExactMath.NormalInverse(p);

            // An error of e in x moves the share by density·e; 16 ulp of x allow so much, plus the distribution's own error.
            var density = Math.Exp(-0.5 * x * x) / Math.Sqrt(2 * Math.PI);
            var allowed = (16 * Math.BitIncrement(Math.Abs(x)) - (16 * Math.Abs(x))) * density;
            Assert.InRange(ExactMath.NormalCdf(x) - p, -allowed - (16 * (Math.BitIncrement(p) - p)), allowed + (16 * (Math.BitIncrement(p) - p)));
        }
    }

    [Fact]
    public void NormalInverse_is_odd_around_one_half()
    {
        for (var k = 1; k < 1024; k++)
        {
            Assert.Equal(-ExactMath.NormalInverse(k / 1024.0), ExactMath.NormalInverse(1 - (k / 1024.0)));
        }
    }

    [Theory]
    [InlineData(0.975, 1.959963984540054)]
    [InlineData(0.5, 0)]
    [InlineData(0.9999, 3.71901648545568)]
    [InlineData(0.0001, -3.71901648545568)]
    public void NormalInverse_gives_known_quantiles(double p, double expected) => Assert.Equal(expected, ExactMath.NormalInverse(p), 1e-12);

    [Fact]
    public void Limits_and_not_a_number_are_kept()
    {
        Assert.True(double.IsNaN(ExactMath.Exp(double.NaN)) && double.IsNaN(ExactMath.Log(-1)) && double.IsNaN(ExactMath.Tanh(double.NaN)));
        Assert.True(double.IsNaN(ExactMath.Sin(double.PositiveInfinity)) && double.IsNaN(ExactMath.Log1p(-2)) && double.IsNaN(ExactMath.Erf(double.NaN)));
        Assert.Equal(double.PositiveInfinity, ExactMath.Exp(710));
        Assert.Equal(0, ExactMath.Exp(-746));
        Assert.Equal(double.NegativeInfinity, ExactMath.Log(0));
        Assert.Equal(double.PositiveInfinity, ExactMath.Log(double.PositiveInfinity));
        Assert.Equal(double.MaxValue, ExactMath.Exp(ExactMath.Log(double.MaxValue)), double.MaxValue * 1e-12);
        Assert.Equal(1, ExactMath.Erf(30));
        Assert.Equal(-1, ExactMath.Tanh(-50));
        Assert.Equal(2, ExactMath.Erfc(-30));
        Assert.Equal(double.NegativeInfinity, ExactMath.NormalInverse(0));
    }

    [Fact]
    public void Results_have_the_same_bits_on_every_machine()
    {
        // Made by this version; a processor without fused multiply-add in hardware must give it too.
        Func<double, double>[] functions =
        [
            ExactMath.Exp, ExactMath.Expm1, x => ExactMath.Log(Math.Abs(x)), x => ExactMath.Log1p(Math.Abs(x)), x => ExactMath.Log2(Math.Abs(x)), x => ExactMath.Pow(Math.Abs(x), 0.37),
            ExactMath.Sin, ExactMath.Cos, ExactMath.Tanh, ExactMath.Sigmoid, ExactMath.Softplus, ExactMath.Erf, ExactMath.Erfc, ExactMath.NormalCdf, x => ExactMath.NormalInverse(ExactMath.Sigmoid(x)),
        ];
        using var hash = System.Security.Cryptography.IncrementalHash.CreateHash(System.Security.Cryptography.HashAlgorithmName.SHA256);
        foreach (var function in functions)
        {
            for (var i = -5_000; i < 5_000; i++)
            {
                hash.AppendData(BitConverter.GetBytes(BitConverter.DoubleToInt64Bits(function((i + 0.5) * 0.0078125 / 3))));
            }
        }

        Assert.Equal("9f818e7e3ec2f7fc86e952f3e8ea02491b531ba6da682850", Convert.ToHexStringLower(hash.GetHashAndReset())[..48]);
    }

    private static BigInteger Widen((BigInteger Value, int Exponent) wide) =>
        wide.Exponent >= 0 ? wide.Value << wide.Exponent : wide.Value >> -wide.Exponent;

    private static BigInteger Log(BigInteger x)
    {
        // The reference wants a value whose trailing bits survive normalising: above one it shifts right.
        var k = Math.Max(0, (int)(x.GetBitLength() - Wide.One.GetBitLength()));
        return Wide.Log(x >> k << k);
    }

    private static double[] Random(double from, double to, int count = Samples)
    {
        var random = new Random(42);
        return [.. Enumerable.Range(0, count).Select(_ => from + (random.NextDouble() * (to - from)))];
    }

    private static void Check(double most, double[] arguments, Func<double, double> function, Func<double, (BigInteger Value, int Exponent)> reference, WideReference? wide = null)
    {
        var worst = 0.0;
        var at = 0.0;
        foreach (var x in arguments)
        {
            var (value, exponent) = reference(x);
            var error = (wide ?? Wide).UlpError(function(x), value, exponent);
            (worst, at) = error > worst ? (error, x) : (worst, at);
        }

        Assert.True(worst > 0.01 && worst <= most, $"worst {worst} ulp at {at:R}");
    }
}
