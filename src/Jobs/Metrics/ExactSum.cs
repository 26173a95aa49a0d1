using System.Buffers.Binary;
using System.Numerics;

namespace Millrace.Jobs.Metrics;

/// <summary>
/// The exact sum of float64 numbers: every finite number is an integer multiple of 2^−1074, and the multiples are added as
/// one long integer. Any order and any split of the numbers give the same bytes. Not thread-safe.
/// </summary>
/// <remarks>Digits of 32 bits in int64 limbs, so that carries wait (Kulisch's long accumulator). 68 limbs hold 2^63 numbers.</remarks>
internal sealed class ExactSum
{
    private const int Limbs = 68;
    private const int DigitBits = 32;
    private const int LowestExponent = -1074;
    private const int AddsBeforeCarry = 1 << 30;

    private readonly long[] _limbs = new long[Limbs];
    private int _adds;

    /// <summary>Adds a finite number.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The number is infinite or NaN.</exception>
    public void Add(double value)
    {
        if (!double.IsFinite(value))
        {
            throw new ArgumentOutOfRangeException(nameof(value), value, "only finite numbers have an exact sum");
        }

        var bits = BitConverter.DoubleToInt64Bits(value);
        var exponent = (int)((bits >> 52) & 0x7FF);
        var mantissa = (ulong)(bits & 0xF_FFFF_FFFF_FFFF) | (exponent == 0 ? 0UL : 1UL << 52);
        var shift = Math.Max(exponent, 1) - 1;
        var digits = (UInt128)mantissa << (shift % DigitBits);
        var sign = bits < 0 ? -1L : 1L;
        var limb = shift / DigitBits;
        _limbs[limb] += sign * (uint)digits;
        _limbs[limb + 1] += sign * (uint)(digits >> DigitBits);
        _limbs[limb + 2] += sign * (uint)(digits >> (2 * DigitBits));
        if (++_adds == AddsBeforeCarry)
        {
            Carry();
        }
    }

    /// <summary>Adds the numbers of <paramref name="other"/>.</summary>
    public void Merge(ExactSum other)
    {
        ArgumentNullException.ThrowIfNull(other);
        other.Carry();
        Carry();
        for (var i = 0; i < Limbs; i++)
        {
            _limbs[i] += other._limbs[i];
        }

        Carry();
    }

    /// <summary>The sum rounded once, half to even.</summary>
    public double ToDouble()
    {
        Carry();
        var whole = BigInteger.Zero;
        for (var i = Limbs - 1; i >= 0; i--)
        {
            whole = (whole << DigitBits) + _limbs[i];
        }

        var magnitude = BigInteger.Abs(whole);
        var drop = (int)Math.Max(0, magnitude.GetBitLength() - 53);
        var kept = (ulong)(magnitude >> drop);
        if (drop > 0)
        {
            var rest = magnitude - ((BigInteger)kept << drop);
            var order = rest.CompareTo(BigInteger.One << (drop - 1));
            kept += order > 0 || (order == 0 && (kept & 1) == 1) ? 1UL : 0UL;
        }

        return whole.Sign * Math.ScaleB(kept, drop + LowestExponent);
    }

    /// <summary>The sum as bytes: equal sums give equal bytes.</summary>
    public byte[] ToBytes()
    {
        Carry();
        var bytes = new byte[Limbs * sizeof(long)];
        for (var i = 0; i < Limbs; i++)
        {
            BinaryPrimitives.WriteInt64LittleEndian(bytes.AsSpan(i * sizeof(long)), _limbs[i]);
        }

        return bytes;
    }

    private void Carry()
    {
        for (var i = 0; i < Limbs - 1; i++)
        {
            var carry = _limbs[i] >> DigitBits;
            _limbs[i] -= carry << DigitBits;
            _limbs[i + 1] += carry;
        }

        _adds = 0;
    }
}
