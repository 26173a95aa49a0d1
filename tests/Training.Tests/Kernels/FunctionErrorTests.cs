using Millrace.Training.Kernels;

namespace Millrace.Training.Tests.Kernels;

/// <summary>Every vectorised function stays within the error that its documentation states, on every path of this machine, over all of float32.</summary>
public class FunctionErrorTests
{
    /// <summary>A prime: all low bits come up, some 430,000 arguments in all, 400 a power of two.</summary>
    private const uint Stride = 10_007;
    private const int Chunk = 1 << 14;

    public static TheoryData<string> Names => [.. FunctionCase.All.Select(static function => function.Name)];

    [Theory]
    [MemberData(nameof(Names))]
    public void Errors_stay_below_what_is_stated_on_every_path(string name) => Check(name, 0, 1L << 32, Stride);

    /// <summary>Every single float32 from 2^-26, below which all of these are constants or lines, up to 128, where all have reached their ends; both signs.</summary>
    [Theory(Explicit = true)]
    [Trait("Category", "Long")]
    [MemberData(nameof(Names))]
    public void Errors_stay_below_what_is_stated_for_every_float(string name)
    {
        long from = BitConverter.SingleToUInt32Bits(MathF.ScaleB(1, -26)), to = BitConverter.SingleToUInt32Bits(128f);
        const int Parts = 64;
        var worst = new double[2 * Parts];
        Parallel.For(0, worst.Length, part =>
        {
            var sign = part % 2 == 0 ? 0 : 1L << 31;
            long at = part / 2, first = from + ((to - from) * at / Parts), last = from + ((to - from) * (at + 1) / Parts);
            worst[part] = Check(name, sign + first, sign + last, 1);
        });
        TestContext.Current.TestOutputHelper?.WriteLine($"{name}: {worst.Max():0.00} of what is stated");
    }

    /// <summary>The largest share of the stated error among the floats with these bits.</summary>
    private static double Check(string name, long firstBits, long endBits, uint stride)
    {
        var function = FunctionCase.All.Single(each => each.Name == name);
        var (worst, worstAt) = (0.0, 0f);
        var (x, y, other) = (new float[Chunk], new float[Chunk], new float[Chunk]);
        for (var bits = firstBits; bits < endBits;)
        {
            var count = 0;
            for (; bits < endBits && count < Chunk; bits += stride)
            {
                var value = BitConverter.UInt32BitsToSingle((uint)bits);
                if (value >= function.From && value <= function.To)
                {
                    x[count++] = value;
                }
            }

            Array.Fill(x, 0f, count, Chunk - count);
            function.Evaluate(KernelPath.Vector128, x, y);
            foreach (var path in Enum.GetValues<KernelPath>().Where(static path => path > KernelPath.Vector128 && path <= Millrace.Training.Kernels.Kernels.Widest))
            {
                function.Evaluate(path, x, other);
                Assert.True(y.AsSpan().SequenceEqual(other), $"{path} gives other values");
            }

            for (var at = 0; at < count; at++)
            {
                var share = ShareOf(function, x[at], y[at]);
                (worst, worstAt) = share > worst ? (share, x[at]) : (worst, worstAt);
            }
        }

        Assert.True(worst <= 1, $"{name}({worstAt:R}): {worst * function.Most(worstAt):0.00}, stated {function.Most(worstAt):0.00}");
        return worst;
    }

    private static double ShareOf(FunctionCase function, float x, float y)
    {
        var expected = function.Expected(x);
        if (float.IsInfinity((float)expected))
        {
            return y == (float)expected ? 0 : double.PositiveInfinity;
        }

        // NaN, where none belongs, is no share at all.
        var unit = Math.ScaleB(1, function.IsSlope ? -24 : Math.Max(expected == 0 ? -126 : Math.ILogB(expected), -126) - 23);
        var share = Math.Abs(y - expected) / unit / function.Most(x);
        return double.IsNaN(share) ? double.PositiveInfinity : share;
    }
}
