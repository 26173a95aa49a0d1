using System.Numerics;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace Millrace.Features.Statistics;

/// <summary>
/// Exact sums of a block of doubles and of their squares by integer vectors: values whose exponents lie close together are integers in one common unit, and
/// an integer of 63 bits and its square fall into 32-bit digits that add without carries. The same sums as value after value.
/// </summary>
internal static class MomentBlock
{
    /// <summary>Most values of a block: eight digit sums a lane stay far below 2^63.</summary>
    public const int MaxValues = 2_048;

    // A mantissa of 53 bits moved up by as many as ten stays a positive long.
    private const int Spread = 10;

    // Between these biased exponents the unit of a square is no finer than 2^-1074, and no square overflows.
    private const int LeastExponent = 538;
    private const int GreatestExponent = 1_533;

    private const long Mantissa = 0xF_FFFF_FFFF_FFFF;
    private const long Hidden = 1L << 52;
    private const ulong Digit = 0xFFFF_FFFF;

    /// <summary>Whether the machine has the vectors.</summary>
    public static bool IsSupported => Avx512F.IsSupported;

    /// <summary>Adds what can be added so; the rest has to follow one by one.</summary>
    /// <param name="values">Values, NaN for none; a multiple of eight, at most <see cref="MaxValues"/>.</param>
    /// <param name="sum">Receives the values.</param>
    /// <param name="squares">Receives the squares.</param>
    /// <param name="left">Receives the indices of values that were not added.</param>
    /// <param name="leftCount">Their number.</param>
    /// <returns>False when nothing was added, because the values are too large or too small.</returns>
    public static bool TryAdd(ReadOnlySpan<double> values, ExactSum sum, ExactSum squares, Span<int> left, out int leftCount)
    {
        leftCount = 0;
        var blocks = MemoryMarshal.Cast<double, Vector512<double>>(values);
        var greatest = (int)(GreatestBits(blocks) >> 52);
        var unit = greatest - Spread;
        if (unit < LeastExponent || greatest > GreatestExponent)
        {
            return false;
        }

        var (low, high) = (Vector512<ulong>.Zero, Vector512<long>.Zero);
        var (low2, mixedLow, mixedHigh, high2) = (Vector512<ulong>.Zero, Vector512<ulong>.Zero, Vector512<ulong>.Zero, Vector512<ulong>.Zero);
        var (carry2, top2) = (Vector512<ulong>.Zero, Vector512<ulong>.Zero);
        var digit = Vector512.Create(Digit);
        var unitExponent = Vector512.Create((long)unit);
        for (var i = 0; i < blocks.Length; i++)
        {
            var bits = blocks[i].AsInt64();
            var magnitude = bits & Vector512.Create(long.MaxValue);
            var shift = (magnitude >> 52) - unitExponent;
            var isNumber = Vector512.LessThanOrEqual(magnitude, Vector512.Create(0x7FEF_FFFF_FFFF_FFFFL));
            var isSmall = Vector512.LessThan(shift, Vector512<long>.Zero) & isNumber & ~Vector512.Equals(magnitude, Vector512<long>.Zero);
            if (isSmall != Vector512<long>.Zero)
            {
                Keep(isSmall, i * Vector512<double>.Count, left, ref leftCount);
            }

            // A shift outside 0 to 63, of a value that is none, zero or too small, gives zero.
            var integer = Avx512F.ShiftLeftLogicalVariable((magnitude & Vector512.Create(Mantissa)) | Vector512.Create(Hidden), shift.AsUInt64()) & isNumber;
            var sign = bits >> 63;
            var signed = (integer ^ sign) - sign;
            low += signed.AsUInt64() & digit;
            high += signed >> 32;
            var (b, a) = (integer.AsUInt32(), (integer.AsUInt64() >> 32).AsUInt32());
            var bb = Avx512F.Multiply(b, b);
            var ab = Avx512F.Multiply(a, b);
            var aa = Avx512F.Multiply(a, a);
            low2 += bb & digit;
            carry2 += bb >> 32;
            mixedLow += ab & digit;
            mixedHigh += ab >> 32;
            high2 += aa & digit;
            top2 += aa >> 32;
        }

        sum.Reserve(2);
        sum.AddScaled((long)Vector512.Sum(low), unit - 1_075);
        sum.AddScaled(Vector512.Sum(high), unit - 1_043);
        var square = 2 * (unit - 1_075);
        squares.Reserve(6);
        squares.AddScaled((long)Vector512.Sum(low2), square);
        squares.AddScaled((long)Vector512.Sum(carry2), square + 32);
        squares.AddScaled((long)Vector512.Sum(mixedLow), square + 33);
        squares.AddScaled((long)Vector512.Sum(mixedHigh), square + 65);
        squares.AddScaled((long)Vector512.Sum(high2), square + 64);
        squares.AddScaled((long)Vector512.Sum(top2), square + 96);
        return true;
    }

    private static long GreatestBits(ReadOnlySpan<Vector512<double>> blocks)
    {
        var greatest = Vector512<long>.Zero;
        foreach (var block in blocks)
        {
            var magnitude = block.AsInt64() & Vector512.Create(long.MaxValue);
            greatest = Vector512.Max(greatest, magnitude & Vector512.LessThanOrEqual(magnitude, Vector512.Create(0x7FEF_FFFF_FFFF_FFFFL)));
        }

        var most = 0L;
        for (var l = 0; l < Vector512<long>.Count; l++)
        {
            most = Math.Max(most, greatest[l]);
        }

        return most;
    }

    private static void Keep(Vector512<long> mask, int first, Span<int> left, ref int leftCount)
    {
        for (var lanes = mask.ExtractMostSignificantBits(); lanes != 0; lanes &= lanes - 1)
        {
            left[leftCount++] = first + BitOperations.TrailingZeroCount(lanes);
        }
    }
}
