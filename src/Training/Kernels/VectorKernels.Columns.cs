using System.Runtime.CompilerServices;
using Millrace.Training.Kernels.Functions;
using Millrace.Training.Kernels.Vectors;

namespace Millrace.Training.Kernels;

/// <content>Work with one factor per column, and the backward pass of a normalised row.</content>
internal sealed unsafe partial class VectorKernels<TVector, TSimd>
{
    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public override void Affine(float* x, float* factor, float* shift, float* y, long rows, int columns)
    {
        for (long row = 0; row < rows; row++, x += columns, y += columns)
        {
            var at = 0;
            for (; at + TSimd.Count <= columns; at += TSimd.Count)
            {
                TSimd.Store(y + at, TSimd.Fma(TSimd.Load(x + at), TSimd.Load(factor + at), TSimd.Load(shift + at)));
            }

            for (; at < columns; at++)
            {
                y[at] = MathF.FusedMultiplyAdd(x[at], factor[at], shift[at]);
            }
        }
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public override void AffineRelu(float* x, float* factor, float* shift, float* y, long rows, int columns)
    {
        for (long row = 0; row < rows; row++, x += columns, y += columns)
        {
            var at = 0;
            for (; at + TSimd.Count <= columns; at += TSimd.Count)
            {
                var value = TSimd.Fma(TSimd.Load(x + at), TSimd.Load(factor + at), TSimd.Load(shift + at));
                TSimd.Store(y + at, Rectifier.Value<TVector, TSimd>(value));
            }

            for (; at < columns; at++)
            {
                y[at] = Rectifier.Value<float, SimdScalar>(MathF.FusedMultiplyAdd(x[at], factor[at], shift[at]));
            }
        }
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public override void Affine(float* a, float* factorA, float* b, float* factorB, float* shift, float* sum, long rows, int columns)
    {
        for (long row = 0; row < rows; row++, a += columns, b += columns, sum += columns)
        {
            var at = 0;
            for (; at + TSimd.Count <= columns; at += TSimd.Count)
            {
                var second = TSimd.Fma(TSimd.Load(b + at), TSimd.Load(factorB + at), TSimd.Load(shift + at));
                TSimd.Store(sum + at, TSimd.Fma(TSimd.Load(a + at), TSimd.Load(factorA + at), second));
            }

            for (; at < columns; at++)
            {
                sum[at] = MathF.FusedMultiplyAdd(a[at], factorA[at], MathF.FusedMultiplyAdd(b[at], factorB[at], shift[at]));
            }
        }
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public override void NormBackward(float* g, float* normal, float mean, float slope, float scale, float* dx, int count)
    {
        var at = 0;
        TVector m = TSimd.Broadcast(mean), s = TSimd.Broadcast(-slope), f = TSimd.Broadcast(scale);
        for (; at + TSimd.Count <= count; at += TSimd.Count)
        {
            var centred = TSimd.Subtract(TSimd.Load(g + at), m);
            TSimd.Store(dx + at, TSimd.Multiply(TSimd.Fma(s, TSimd.Load(normal + at), centred), f));
        }

        for (; at < count; at++)
        {
            dx[at] = MathF.FusedMultiplyAdd(-slope, normal[at], g[at] - mean) * scale;
        }
    }

    /// <inheritdoc/>
    public override void MultiplyColumns(float* x, float* factor, float* y, long rows, int columns)
    {
        for (long row = 0; row < rows; row++, x += columns, y += columns)
        {
            MultiplyInto(x, factor, y, columns);
        }
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public override void SumOfScaled(float* x, float* factor, float* sum, long rows, int members, int columns)
    {
        for (long row = 0; row < rows; row++, x += (nint)members * columns, sum += columns)
        {
            nint at = 0;
            for (; at + TSimd.Count <= columns; at += TSimd.Count)
            {
                ScaledAt<TVector, TSimd>(x + at, factor + at, sum + at, members, columns);
            }

            for (; at < columns; at++)
            {
                ScaledAt<float, SimdScalar>(x + at, factor + at, sum + at, members, columns);
            }
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void ScaledAt<TV, TS>(float* x, float* factor, float* sum, int members, nint columns)
        where TV : struct
        where TS : ISimd<TV>
    {
        var total = TS.Zero;
        for (nint member = 0; member < members; member++)
        {
            total = TS.Fma(TS.Load(x + (member * columns)), TS.Load(factor + (member * columns)), total);
        }

        TS.Store(sum, total);
    }
}
