using System.Runtime.Intrinsics;
using Millrace.Exact;
using Millrace.Training.Kernels;
using Millrace.Training.Kernels.Vectors;
using Millrace.Training.Layers;

namespace Millrace.Training.Tests.Kernels;

/// <summary>A vectorised function, what it should be in float64, and the error that its documentation states.</summary>
/// <param name="Name">As in <c>docs/networks.md</c>.</param>
/// <param name="From">Least argument.</param>
/// <param name="To">Largest argument.</param>
/// <param name="Expected">The function in float64: <see cref="ExactMath"/>, whose own errors are below 2^-48 and are tested against wide integers.</param>
/// <param name="Most">The stated error at an argument: in ulp of the result, or in units of 2^-24 for a slope.</param>
internal sealed record FunctionCase(string Name, float From, float To, Func<double, double> Expected, Func<double, double> Most)
{
    private const double RootTwoPi = 2.5066282746310007;
    private const double TwiceRoot = 1.5957691216057308;

    /// <summary>Kernels of every path, for one thread.</summary>
    private static readonly ThreadLocal<Dictionary<KernelPath, Millrace.Training.Kernels.Kernels>> Kernels = new(static () => Enum.GetValues<KernelPath>()
        .Where(static path => path <= Millrace.Training.Kernels.Kernels.Widest).ToDictionary(static path => path, static path => Millrace.Training.Kernels.Kernels.Create(path)));

    /// <summary>Computes the function on one path.</summary>
    public delegate void Evaluation(KernelPath path, ReadOnlySpan<float> x, Span<float> y);

    public required Evaluation Evaluate { get; init; }

    /// <summary>Whether the error is one of a slope: sums that pass zero have no useful error in ulp of themselves.</summary>
    public bool IsSlope { get; init; }

    public static IReadOnlyList<FunctionCase> All { get; } =
    [
        Plain("exp", -150, 88.72283f, Math.Exp, 2),
        Plain("expm1", float.MinValue, 0, ExactMath.Expm1, 2),
        Plain("log1p", 0, 1, ExactMath.Log1p, 2),
        Plain("normal distribution", float.MinValue, float.MaxValue, ExactMath.NormalCdf, 7),
        Value(Activation.Tanh, ExactMath.Tanh, 2),
        Value(Activation.Sigmoid, ExactMath.Sigmoid, 3),
        Value(Activation.Softplus, ExactMath.Softplus, 3),
        Value(Activation.Elu, Elu, 2),

        // Where the share is subnormal its error is a multiple of 2^-149, which x magnifies.
        Value(Activation.Silu, static x => x * ExactMath.Sigmoid(x), static x => x < -87 ? 4 * Math.Abs(x) : 4),
        Value(Activation.Gelu, static x => x * ExactMath.NormalCdf(x), static x => x < -13 ? 8 * Math.Abs(x) : 8),
        Value(Activation.GeluTanh, static x => x * ExactMath.Sigmoid(TwiceInner(x)), static x => 4 + (x < 0 ? 4 * Math.Abs(TwiceInner(x)) : 0)),
        Slope(Activation.Tanh, static x => 1 - (ExactMath.Tanh(x) * ExactMath.Tanh(x)), 3),
        Slope(Activation.Sigmoid, static x => ExactMath.Sigmoid(x) * ExactMath.Sigmoid(-x), 2),
        Slope(Activation.Softplus, ExactMath.Sigmoid, 2),
        Slope(Activation.Elu, static x => x > 0 ? 1 : Math.Exp(x), 1),
        Slope(Activation.Silu, SiluSlope, 18),
        Slope(Activation.Gelu, static x => ExactMath.NormalCdf(x) + (x * Math.Exp(-x * x / 2) / RootTwoPi), 4),
        Slope(Activation.GeluTanh, GeluTanhSlope, 36),
    ];

    private static double Elu(double x) => x > 0 ? x : ExactMath.Expm1(x);

    private static double TwiceInner(double x) => TwiceRoot * x * (1 + (0.044715 * x * x));

    private static double SiluSlope(double x) => ExactMath.Sigmoid(x) * (1 + (x * ExactMath.Sigmoid(-x)));

    private static double GeluTanhSlope(double x)
    {
        var s = ExactMath.Sigmoid(TwiceInner(x));
        var rise = x * s * ExactMath.Sigmoid(-TwiceInner(x)) * TwiceRoot * (1 + (3 * 0.044715 * x * x));
        return double.IsFinite(rise) ? s + rise : s;
    }

    private static FunctionCase Plain(string name, float from, float to, Func<double, double> expected, double most) =>
        new(name, from, to, expected, _ => most) { Evaluate = (path, x, y) => Run(name, path, x, y) };

    private static FunctionCase Value(Activation activation, Func<double, double> expected, double most) => Value(activation, expected, _ => most);

    private static unsafe FunctionCase Value(Activation activation, Func<double, double> expected, Func<double, double> most) =>
        new($"{activation}", float.MinValue, float.MaxValue, expected, most)
        {
            Evaluate = (path, x, y) =>
            {
                fixed (float* from = x, to = y)
                {
                    Kernels.Value![path].Activate(activation, from, to, 1, x.Length);
                }
            },
        };

    private static unsafe FunctionCase Slope(Activation activation, Func<double, double> expected, double most) =>
        new($"slope of {activation}", float.MinValue, float.MaxValue, expected, _ => most)
        {
            IsSlope = true,
            Evaluate = (path, x, y) =>
            {
                var kernels = Kernels.Value![path];
                var values = new float[x.Length];
                y.Fill(1);
                fixed (float* from = x, value = values, slope = y)
                {
                    kernels.Activate(activation, from, value, 1, x.Length);
                    kernels.ActivateBackward(activation, from, value, slope, 1, x.Length);
                }
            },
        };

    private static unsafe void Run(string name, KernelPath path, ReadOnlySpan<float> x, Span<float> y)
    {
        fixed (float* from = x, to = y)
        {
            switch (path)
            {
                case KernelPath.Vector128:
                    Run<Vector128<float>, Simd128>(name, from, to, x.Length);
                    break;
                case KernelPath.Vector256:
                    Run<Vector256<float>, Simd256>(name, from, to, x.Length);
                    break;
                default:
                    Run<Vector512<float>, Simd512>(name, from, to, x.Length);
                    break;
            }
        }
    }

    private static unsafe void Run<TVector, TSimd>(string name, float* x, float* y, int count)
        where TVector : struct
        where TSimd : ISimd<TVector>
    {
        for (var at = 0; at < count; at += TSimd.Count)
        {
            var value = TSimd.Load(x + at);
            TSimd.Store(y + at, name switch
            {
                "exp" => VectorMath<TVector, TSimd>.Exp(value),
                "expm1" => VectorMath<TVector, TSimd>.ExpMinusOne(value),
                "log1p" => VectorMath<TVector, TSimd>.LogOnePlus(value),
                _ => VectorMath<TVector, TSimd>.Normal(value, out _),
            });
        }
    }
}
