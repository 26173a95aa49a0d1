using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using Millrace.Training.Kernels.Updates;
using Millrace.Training.Kernels.Vectors;

namespace Millrace.Training.Kernels;

/// <content>Optimiser steps, norms and averages: one pass over weights, gradient and state.</content>
internal sealed unsafe partial class VectorKernels<TVector, TSimd>
{
    private const int Accumulators = 16;

    /// <inheritdoc/>
    public override void Update(
        UpdateRule rule, in UpdateFactors factors, float* weight, float* gradient, float* first, float* second, long count)
    {
        switch (rule)
        {
            case UpdateRule.Sgd:
                Update<SgdUpdate>(factors, weight, gradient, first, second, count);
                break;
            case UpdateRule.Momentum:
                Update<MomentumUpdate>(factors, weight, gradient, first, second, count);
                break;
            case UpdateRule.Nesterov:
                Update<NesterovUpdate>(factors, weight, gradient, first, second, count);
                break;
            case UpdateRule.Adam:
                Update<AdamUpdate>(factors, weight, gradient, first, second, count);
                break;
            case UpdateRule.RmsProp:
                Update<RmsPropUpdate>(factors, weight, gradient, first, second, count);
                break;
            case UpdateRule.Adagrad:
                Update<AdagradUpdate>(factors, weight, gradient, first, second, count);
                break;
            default:
                throw new ArgumentOutOfRangeException(nameof(rule));
        }
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public override void DivideBy(float* values, float divisor, long count)
    {
        long at = 0;
        var by = TSimd.Broadcast(divisor);
        for (; at + TSimd.Count <= count; at += TSimd.Count)
        {
            TSimd.Store(values + at, TSimd.Divide(TSimd.Load(values + at), by));
        }

        for (; at < count; at++)
        {
            values[at] /= divisor;
        }
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public override void MoveTowards(float* average, float* target, float share, long count)
    {
        long at = 0;
        var by = TSimd.Broadcast(share);
        for (; at + TSimd.Count <= count; at += TSimd.Count)
        {
            var old = TSimd.Load(average + at);
            TSimd.Store(average + at, TSimd.Fma(by, TSimd.Subtract(TSimd.Load(target + at), old), old));
        }

        for (; at < count; at++)
        {
            average[at] = MathF.FusedMultiplyAdd(share, target[at] - average[at], average[at]);
        }
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public override double SumOfSquares(float* values, long count)
    {
        // Sixteen float64 chains in fixed places; how many lie in one register does not show.
        Span<double> sums = stackalloc double[Accumulators];
        Vector128<double> s0 = default, s1 = default, s2 = default, s3 = default, s4 = default, s5 = default, s6 = default, s7 = default;
        long at = 0;
        for (; at + Accumulators <= count; at += Accumulators)
        {
            (s0, s1) = AddSquares(values + at, s0, s1);
            (s2, s3) = AddSquares(values + at + 4, s2, s3);
            (s4, s5) = AddSquares(values + at + 8, s4, s5);
            (s6, s7) = AddSquares(values + at + 12, s6, s7);
        }

        s0.CopyTo(sums);
        s1.CopyTo(sums[2..]);
        s2.CopyTo(sums[4..]);
        s3.CopyTo(sums[6..]);
        s4.CopyTo(sums[8..]);
        s5.CopyTo(sums[10..]);
        s6.CopyTo(sums[12..]);
        s7.CopyTo(sums[14..]);
        for (var lane = 0; at + lane < count; lane++)
        {
            double value = values[at + lane];
            sums[lane] = Math.FusedMultiplyAdd(value, value, sums[lane]);
        }

        for (var width = Accumulators / 2; width > 0; width /= 2)
        {
            for (var lane = 0; lane < width; lane++)
            {
                sums[lane] += sums[lane + width];
            }
        }

        return sums[0];
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static (Vector128<double> Low, Vector128<double> High) AddSquares(float* values, Vector128<double> low, Vector128<double> high)
    {
        var (first, second) = Vector128.Widen(Vector128.Load(values));
        return (Vector128.FusedMultiplyAdd(first, first, low), Vector128.FusedMultiplyAdd(second, second, high));
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Update<TUpdate>(in UpdateFactors factors, float* weight, float* gradient, float* first, float* second, long count)
        where TUpdate : struct, IUpdate
    {
        long at = 0;
        for (; at + TSimd.Count <= count; at += TSimd.Count)
        {
            UpdateOne<TUpdate, TVector, TSimd>(factors, weight + at, gradient + at, first + at, second + at);
        }

        for (; at < count; at++)
        {
            UpdateOne<TUpdate, float, SimdScalar>(factors, weight + at, gradient + at, first + at, second + at);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void UpdateOne<TUpdate, TV, TS>(in UpdateFactors factors, float* weight, float* gradient, float* first, float* second)
        where TUpdate : struct, IUpdate
        where TV : struct
        where TS : ISimd<TV>
    {
        var w = TS.Load(weight);
        var g = TS.Fma(TS.Broadcast(factors.Decay), w, TS.Multiply(TS.Load(gradient), TS.Broadcast(factors.Gradient)));
        w = TS.Multiply(w, TS.Broadcast(factors.Keep));
        var s1 = TUpdate.States > 0 ? TS.Load(first) : TS.Zero;
        var s2 = TUpdate.States > 1 ? TS.Load(second) : TS.Zero;
        TS.Store(weight, TUpdate.Step<TV, TS>(factors, w, g, ref s1, ref s2));
        if (TUpdate.States > 0)
        {
            TS.Store(first, s1);
        }

        if (TUpdate.States > 1)
        {
            TS.Store(second, s2);
        }
    }
}
