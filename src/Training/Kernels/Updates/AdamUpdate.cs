using System.Runtime.CompilerServices;
using Millrace.Training.Kernels.Vectors;

namespace Millrace.Training.Kernels.Updates;

/// <summary>Adam: moments, bias corrections inside rate and root, ε added after the root.</summary>
internal readonly struct AdamUpdate : IUpdate
{
    public static int States => 2;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TVector Step<TVector, TSimd>(
        in UpdateFactors factors, TVector weight, TVector gradient, ref TVector first, ref TVector second)
        where TVector : struct
        where TSimd : ISimd<TVector>
    {
        first = TSimd.Fma(TSimd.Broadcast(factors.First), TSimd.Subtract(gradient, first), first);
        var square = TSimd.Multiply(TSimd.Multiply(TSimd.Broadcast(factors.Second), gradient), gradient);
        second = TSimd.Fma(TSimd.Broadcast(factors.SecondKeep), second, square);
        var root = TSimd.Divide(TSimd.Sqrt(second), TSimd.Broadcast(factors.RootCorrection));
        var direction = TSimd.Divide(first, TSimd.Add(root, TSimd.Broadcast(factors.Epsilon)));
        return TSimd.Fma(TSimd.Broadcast(-factors.Rate), direction, weight);
    }
}
