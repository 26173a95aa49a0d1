using System.Runtime.CompilerServices;
using Millrace.Training.Kernels.Vectors;

namespace Millrace.Training.Kernels;

/// <summary>
/// float32 functions as fixed-order polynomials, the same bytes at every width. Each states its error in ulp of the result, a bound that a test holds against float64 for arguments
/// over all of float32, and a long one for every single float.
/// </summary>
/// <remarks>
/// exp and tanh use the coefficients of Moshier's Cephes (single precision); the normal distribution a Chebyshev fit of
/// degree 8 in 1 / (1 + 0.35 |x|). NaN gives NaN; subnormal results are kept.
/// </remarks>
internal static class VectorMath<TVector, TSimd>
    where TVector : struct
    where TSimd : ISimd<TVector>
{
    private const float RoundingMagic = 12_582_912f;
    private const int SignBit = unchecked((int)0x8000_0000);

    /// <summary>e^x within 2 ulp; subnormal results too.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TVector Exp(TVector x)
    {
        x = TSimd.Select(TSimd.Greater(x, TSimd.Broadcast(89f)), TSimd.Broadcast(89f), x);
        x = TSimd.Select(TSimd.Greater(TSimd.Broadcast(-105f), x), TSimd.Broadcast(-105f), x);
        var magic = TSimd.Broadcast(RoundingMagic);
        var n = TSimd.Subtract(TSimd.Fma(x, TSimd.Broadcast(1.44269504f), magic), magic);
        var r = TSimd.Fma(n, TSimd.Broadcast(-0.693359375f), x);
        r = TSimd.Fma(n, TSimd.Broadcast(2.12194440e-4f), r);
        var value = TSimd.Add(TSimd.Fma(TSimd.Multiply(r, r), ExpTail(r), r), TSimd.Broadcast(1f));
        var half = TSimd.Subtract(TSimd.Fma(n, TSimd.Broadcast(0.5f), magic), magic);
        return TSimd.Multiply(TSimd.Multiply(value, PowerOfTwo(half)), PowerOfTwo(TSimd.Subtract(n, half)));
    }

    /// <summary>e^x − 1 for x ≤ 0, within 2 ulp.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TVector ExpMinusOne(TVector x)
    {
        var near = TSimd.Fma(TSimd.Multiply(x, x), ExpTail(x), x);
        var far = TSimd.Subtract(Exp(x), TSimd.Broadcast(1f));
        return TSimd.Select(TSimd.Greater(x, TSimd.Broadcast(-0.34657f)), near, far);
    }

    /// <summary>1 / (1 + e^−x) within 3 ulp.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TVector Sigmoid(TVector x)
    {
        var e = Exp(Negate(Abs(x)));
        var one = TSimd.Broadcast(1f);
        return TSimd.Divide(TSimd.Select(TSimd.Greater(TSimd.Zero, x), e, one), TSimd.Add(one, e));
    }

    /// <summary>tanh x within 2 ulp.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TVector Tanh(TVector x)
    {
        var size = Abs(x);
        var square = TSimd.Multiply(x, x);
        var p = TSimd.Fma(TSimd.Broadcast(-5.70498872745e-3f), square, TSimd.Broadcast(2.06390887954e-2f));
        p = TSimd.Fma(p, square, TSimd.Broadcast(-5.37397155531e-2f));
        p = TSimd.Fma(p, square, TSimd.Broadcast(1.33314422036e-1f));
        p = TSimd.Fma(p, square, TSimd.Broadcast(-3.33332819422e-1f));
        var near = TSimd.Fma(TSimd.Multiply(p, square), x, x);
        var one = TSimd.Broadcast(1f);
        var e = Exp(TSimd.Add(size, size));
        var far = TSimd.Subtract(one, TSimd.Divide(TSimd.Broadcast(2f), TSimd.Add(e, one)));
        far = TSimd.Or(far, TSimd.And(x, TSimd.BroadcastBits(SignBit)));
        return TSimd.Select(TSimd.Greater(TSimd.Broadcast(0.625f), size), near, far);
    }

    /// <summary>ln(1 + e) for e in [0, 1], within 2 ulp.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TVector LogOnePlus(TVector e)
    {
        // 2 artanh s with s = e / (2 + e) ≤ 1/3.
        var s = TSimd.Divide(e, TSimd.Add(TSimd.Broadcast(2f), e));
        var square = TSimd.Multiply(s, s);
        var p = TSimd.Fma(TSimd.Broadcast(1f / 15), square, TSimd.Broadcast(1f / 13));
        p = TSimd.Fma(p, square, TSimd.Broadcast(1f / 11));
        p = TSimd.Fma(p, square, TSimd.Broadcast(1f / 9));
        p = TSimd.Fma(p, square, TSimd.Broadcast(1f / 7));
        p = TSimd.Fma(p, square, TSimd.Broadcast(1f / 5));
        p = TSimd.Fma(p, square, TSimd.Broadcast(1f / 3));
        var twice = TSimd.Add(s, s);
        return TSimd.Fma(TSimd.Multiply(p, square), twice, twice);
    }

    /// <summary>ln(1 + e^x) within 3 ulp.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TVector Softplus(TVector x)
    {
        var positive = TSimd.Select(TSimd.Greater(TSimd.Zero, x), TSimd.Zero, x);
        return TSimd.Add(positive, LogOnePlus(Exp(Negate(Abs(x)))));
    }

    /// <summary>The standard normal distribution at x within 7 ulp; <paramref name="bell"/> is e^(−x²/2).</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TVector Normal(TVector x, out TVector bell)
    {
        var half = TSimd.Multiply(x, TSimd.Broadcast(-0.5f));
        var square = TSimd.Multiply(x, half);

        // What the rounding of x² lost is put back, because e^ magnifies it.
        var lost = TSimd.Fma(x, half, Negate(square));
        var e = Exp(square);
        bell = TSimd.Fma(e, Finite(lost), e);
        var one = TSimd.Broadcast(1f);
        var t = TSimd.Divide(one, TSimd.Fma(TSimd.Broadcast(0.35f), Abs(x), one));
        var p = TSimd.Fma(TSimd.Broadcast(-0.028910818f), t, TSimd.Broadcast(0.142916354f));
        p = TSimd.Fma(p, t, TSimd.Broadcast(-0.253728357f));
        p = TSimd.Fma(p, t, TSimd.Broadcast(0.157138916f));
        p = TSimd.Fma(p, t, TSimd.Broadcast(-0.0218745725f));
        p = TSimd.Fma(p, t, TSimd.Broadcast(0.105056033f));
        p = TSimd.Fma(p, t, TSimd.Broadcast(0.119929718f));
        p = TSimd.Fma(p, t, TSimd.Broadcast(0.139850792f));
        p = TSimd.Fma(p, t, TSimd.Broadcast(0.139621923f));
        var tail = TSimd.Multiply(TSimd.Multiply(p, t), bell);
        return TSimd.Select(TSimd.Greater(x, TSimd.Zero), TSimd.Subtract(one, tail), tail);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static TVector ExpTail(TVector r)
    {
        var p = TSimd.Fma(TSimd.Broadcast(1.9875691500e-4f), r, TSimd.Broadcast(1.3981999507e-3f));
        p = TSimd.Fma(p, r, TSimd.Broadcast(8.3334519073e-3f));
        p = TSimd.Fma(p, r, TSimd.Broadcast(4.1665795894e-2f));
        p = TSimd.Fma(p, r, TSimd.Broadcast(1.6666665459e-1f));
        return TSimd.Fma(p, r, TSimd.Broadcast(5.0000001201e-1f));
    }

    /// <summary>2^n for a whole n in [−126, 127]: n's bits end up in the exponent.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static TVector PowerOfTwo(TVector n) =>
        TSimd.ShiftLeft(TSimd.AddBits(TSimd.Add(n, TSimd.Broadcast(RoundingMagic)), TSimd.BroadcastBits(127)), 23);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static TVector Abs(TVector x) => TSimd.And(x, TSimd.BroadcastBits(int.MaxValue));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static TVector Negate(TVector x) => TSimd.Xor(x, TSimd.BroadcastBits(SignBit));

    /// <summary>0 where the value is infinite or NaN, so that 0 × it stays 0.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static TVector Finite(TVector x) =>
        TSimd.Select(TSimd.Greater(TSimd.Broadcast(float.MaxValue), Abs(x)), x, TSimd.Zero);
}
