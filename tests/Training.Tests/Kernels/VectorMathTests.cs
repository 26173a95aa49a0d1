using System.Runtime.Intrinsics;
using Millrace.Training.Kernels;
using Millrace.Training.Kernels.Vectors;

namespace Millrace.Training.Tests.Kernels;

public class VectorMathTests
{
    public static TheoryData<string, float, float, double> Functions => new()
    {
        { "exp", -103f, 88.7f, 2 },
        { "expm1", -20f, 0f, 3 },
        { "tanh", -12f, 12f, 3 },
        { "sigmoid", -80f, 80f, 3 },
        { "softplus", -80f, 80f, 3 },
        { "normal", -12f, 12f, 8 },
    };

    [Theory]
    [MemberData(nameof(Functions))]
    public void Errors_stay_below_the_stated_ulp_and_all_widths_agree(string name, float from, float to, double mostUlp)
    {
        var worst = 0.0;
        for (var index = 0; index <= 200_000; index++)
        {
            var x = from + ((to - from) * (index / 200_000f));
            var scalar = Value<float, SimdScalar>(name, x);
            var wide = Value<Vector512<float>, Simd512>(name, Vector512.Create(x));
            Assert.Equal(BitConverter.SingleToInt32Bits(scalar), BitConverter.SingleToInt32Bits(wide[index & 15]));
            var middle = Value<Vector256<float>, Simd256>(name, Vector256.Create(x));
            Assert.Equal(BitConverter.SingleToInt32Bits(scalar), BitConverter.SingleToInt32Bits(middle[index & 7]));
            var expected = Expected(name, x);
            var ulp = Math.Max(MathF.BitIncrement((float)Math.Abs(expected)) - (float)Math.Abs(expected), float.Epsilon);
            worst = Math.Max(worst, Math.Abs(scalar - expected) / ulp);
        }

        Assert.InRange(worst, 0, mostUlp);
    }

    [Fact]
    public void Subnormal_results_are_kept()
    {
        var tiny = VectorMath<float, SimdScalar>.Exp(-100f);
        Assert.InRange(tiny, float.Epsilon, 1.1754942e-38f);
    }

    private static TVector Value<TVector, TSimd>(string name, TVector x)
        where TVector : struct
        where TSimd : ISimd<TVector> => name switch
        {
            "exp" => VectorMath<TVector, TSimd>.Exp(x),
            "expm1" => VectorMath<TVector, TSimd>.ExpMinusOne(x),
            "tanh" => VectorMath<TVector, TSimd>.Tanh(x),
            "sigmoid" => VectorMath<TVector, TSimd>.Sigmoid(x),
            "softplus" => VectorMath<TVector, TSimd>.Softplus(x),
            _ => VectorMath<TVector, TSimd>.Normal(x, out _),
        };

    private static double Expected(string name, double x) => name switch
    {
        "exp" => Math.Exp(x),
        "expm1" => Math.Abs(x) < 1e-3 ? x + (x * x / 2) + (x * x * x / 6) : Math.Exp(x) - 1,
        "tanh" => Math.Tanh(x),
        "sigmoid" => 1 / (1 + Math.Exp(-x)),
        "softplus" => Math.Max(x, 0) + Log1P(Math.Exp(-Math.Abs(x))),
        _ => NormalBySeries(x),
    };

    private static double Log1P(double e) => e < 1e-4 ? e - (e * e / 2) + (e * e * e / 3) : Math.Log(1 + e);

    /// <summary>Φ by its power series near 0 and by its continued fraction (Laplace) in the tails.</summary>
    private static double NormalBySeries(double x)
    {
        var density = Math.Exp(-x * x / 2) / Math.Sqrt(2 * Math.PI);
        if (Math.Abs(x) < 3)
        {
            double term = x, sum = x;
            for (var n = 1; n < 200; n++)
            {
                term *= x * x / ((2 * n) + 1);
                sum += term;
            }

            return 0.5 + (density * sum);
        }

        var fraction = Math.Abs(x);
        for (var n = 200; n >= 1; n--)
        {
            fraction = Math.Abs(x) + (n / fraction);
        }

        return x < 0 ? density / fraction : 1 - (density / fraction);
    }
}
