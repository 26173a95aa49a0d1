using System.Diagnostics;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Millrace.Benchmarks.Running;

/// <summary>How many fused multiply-adds of float32 this core makes a second, from sixteen independent chains of the widest vectors.</summary>
internal static class MultiplyAddPeak
{
    private const int Rounds = 2_000_000;
    private const int Chains = 16;
    private static float _kept;

    /// <summary>Multiply-adds a second on the calling thread.</summary>
    public static double Measure()
    {
        var start = Stopwatch.GetTimestamp();
        _kept = Vector512.IsHardwareAccelerated ? Run512() : Run256();
        var width = Vector512.IsHardwareAccelerated ? Vector512<float>.Count : Vector256<float>.Count;
        return (double)Rounds * Chains * width / Stopwatch.GetElapsedTime(start).TotalSeconds;
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    private static float Run512()
    {
        var (a, b) = (Vector512.Create(1f), Vector512.Create(0.5f));
        Vector512<float> x0 = a, x1 = a, x2 = a, x3 = a, x4 = a, x5 = a, x6 = a, x7 = a, y0 = a, y1 = a, y2 = a, y3 = a, y4 = a, y5 = a, y6 = a, y7 = a;
        for (var round = 0; round < Rounds; round++)
        {
            x0 = Vector512.FusedMultiplyAdd(x0, b, a);
            x1 = Vector512.FusedMultiplyAdd(x1, b, a);
            x2 = Vector512.FusedMultiplyAdd(x2, b, a);
            x3 = Vector512.FusedMultiplyAdd(x3, b, a);
            x4 = Vector512.FusedMultiplyAdd(x4, b, a);
            x5 = Vector512.FusedMultiplyAdd(x5, b, a);
            x6 = Vector512.FusedMultiplyAdd(x6, b, a);
            x7 = Vector512.FusedMultiplyAdd(x7, b, a);
            y0 = Vector512.FusedMultiplyAdd(y0, b, a);
            y1 = Vector512.FusedMultiplyAdd(y1, b, a);
            y2 = Vector512.FusedMultiplyAdd(y2, b, a);
            y3 = Vector512.FusedMultiplyAdd(y3, b, a);
            y4 = Vector512.FusedMultiplyAdd(y4, b, a);
            y5 = Vector512.FusedMultiplyAdd(y5, b, a);
            y6 = Vector512.FusedMultiplyAdd(y6, b, a);
            y7 = Vector512.FusedMultiplyAdd(y7, b, a);
        }

        return Vector512.Sum(x0 + x1 + x2 + x3 + x4 + x5 + x6 + x7 + y0 + y1 + y2 + y3 + y4 + y5 + y6 + y7);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    private static float Run256()
    {
        var (a, b) = (Vector256.Create(1f), Vector256.Create(0.5f));
        Vector256<float> x0 = a, x1 = a, x2 = a, x3 = a, x4 = a, x5 = a, x6 = a, x7 = a, y0 = a, y1 = a, y2 = a, y3 = a;
        for (var round = 0; round < Rounds * Chains / 12; round++)
        {
            x0 = Vector256.FusedMultiplyAdd(x0, b, a);
            x1 = Vector256.FusedMultiplyAdd(x1, b, a);
            x2 = Vector256.FusedMultiplyAdd(x2, b, a);
            x3 = Vector256.FusedMultiplyAdd(x3, b, a);
            x4 = Vector256.FusedMultiplyAdd(x4, b, a);
            x5 = Vector256.FusedMultiplyAdd(x5, b, a);
            x6 = Vector256.FusedMultiplyAdd(x6, b, a);
            x7 = Vector256.FusedMultiplyAdd(x7, b, a);
            y0 = Vector256.FusedMultiplyAdd(y0, b, a);
            y1 = Vector256.FusedMultiplyAdd(y1, b, a);
            y2 = Vector256.FusedMultiplyAdd(y2, b, a);
            y3 = Vector256.FusedMultiplyAdd(y3, b, a);
        }

        return Vector256.Sum(x0 + x1 + x2 + x3 + x4 + x5 + x6 + x7 + y0 + y1 + y2 + y3);
    }
}
