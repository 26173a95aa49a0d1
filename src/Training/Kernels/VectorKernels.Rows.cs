using System.Runtime.CompilerServices;
using Millrace.Training.Kernels.Products;
using Millrace.Training.Kernels.Vectors;

namespace Millrace.Training.Kernels;

/// <content>Sums along a row: element i goes to chain i mod 16, the sixteen are added as one fixed tree.</content>
internal sealed unsafe partial class VectorKernels<TVector, TSimd>
{
    /// <inheritdoc/>
    public override float Sum(float* x, int count) => Reduce<PlainSum>(x, x, 0f, count);

    /// <inheritdoc/>
    public override float Dot(float* x, float* y, int count) => Reduce<ProductSum>(x, y, 0f, count);

    /// <inheritdoc/>
    public override float SquaredDeviations(float* x, float mean, int count) => Reduce<DeviationSum>(x, x, mean, count);

    /// <inheritdoc/>
    public override float Largest(float* x, int count)
    {
        // Which order a maximum is taken in does not show in its bytes, but for the sign of zero, which no caller sees.
        var largest = x[0];
        for (var at = 1; at < count; at++)
        {
            largest = x[at] > largest || float.IsNaN(x[at]) ? x[at] : largest;
        }

        return largest;
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public override void ExpOfDifference(float* x, float subtrahend, float* y, int count)
    {
        var by = TSimd.Broadcast(subtrahend);
        var at = 0;
        for (; at + TSimd.Count <= count; at += TSimd.Count)
        {
            TSimd.Store(y + at, VectorMath<TVector, TSimd>.Exp(TSimd.Subtract(TSimd.Load(x + at), by)));
        }

        for (; at < count; at++)
        {
            y[at] = VectorMath<float, SimdScalar>.Exp(x[at] - subtrahend);
        }
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public override void ScaleAndShift(float* x, float shift, float scale, float* y, int count)
    {
        var (s, f) = (TSimd.Broadcast(shift), TSimd.Broadcast(scale));
        var at = 0;
        for (; at + TSimd.Count <= count; at += TSimd.Count)
        {
            TSimd.Store(y + at, TSimd.Multiply(TSimd.Add(TSimd.Load(x + at), s), f));
        }

        for (; at < count; at++)
        {
            y[at] = (x[at] + shift) * scale;
        }
    }

    private void Softmax(float* x, float* y, long rows, int columns)
    {
        for (long row = 0; row < rows; row++, x += columns, y += columns)
        {
            ExpOfDifference(x, Largest(x, columns), y, columns);
            DivideBy(y, Sum(y, columns), columns);
        }
    }

    private void SoftmaxBackward(float* y, float* dy, long rows, int columns)
    {
        for (long row = 0; row < rows; row++, y += columns, dy += columns)
        {
            ScaleAndShift(dy, -Dot(y, dy, columns), 1f, dy, columns);
            MultiplyInto(dy, y, dy, columns);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static float Reduce<TReduction>(float* x, float* y, float parameter, int count)
        where TReduction : struct, IReduction
    {
        nint w = TSimd.Count, at = 0;
        var p = TSimd.Broadcast(parameter);
        TVector s0 = TSimd.Zero, s1 = s0, s2 = s0, s3 = s0;
        for (; at + Accumulators <= count; at += Accumulators)
        {
            s0 = TReduction.Add<TVector, TSimd>(s0, TSimd.Load(x + at), TSimd.Load(y + at), p);
            if (TSimd.Count < Accumulators)
            {
                s1 = TReduction.Add<TVector, TSimd>(s1, TSimd.Load(x + at + w), TSimd.Load(y + at + w), p);
            }

            if (TSimd.Count < Accumulators / 2)
            {
                s2 = TReduction.Add<TVector, TSimd>(s2, TSimd.Load(x + at + (2 * w)), TSimd.Load(y + at + (2 * w)), p);
                s3 = TReduction.Add<TVector, TSimd>(s3, TSimd.Load(x + at + (3 * w)), TSimd.Load(y + at + (3 * w)), p);
            }
        }

        var sums = stackalloc float[Accumulators];
        TSimd.Store(sums, s0);
        if (TSimd.Count < Accumulators)
        {
            TSimd.Store(sums + w, s1);
        }

        if (TSimd.Count < Accumulators / 2)
        {
            TSimd.Store(sums + (2 * w), s2);
            TSimd.Store(sums + (3 * w), s3);
        }

        for (var chain = 0; at < count; at++, chain++)
        {
            sums[chain] = TReduction.Add<float, SimdScalar>(sums[chain], x[at], y[at], parameter);
        }

        return Tree(sums);
    }

    private static float Tree(float* sums)
    {
        for (var width = Accumulators / 2; width > 0; width /= 2)
        {
            for (var chain = 0; chain < width; chain++)
            {
                sums[chain] += sums[chain + width];
            }
        }

        return sums[0];
    }
}
