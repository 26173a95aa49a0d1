using System.Numerics;

namespace Millrace.Features.Tests.Exact;

/// <summary>Elementary functions in fixed-point integers of so many fractional bits: the oracle for errors in ulp.</summary>
internal sealed class WideReference
{
    private readonly int _bits;
    private readonly BigInteger _one;

    public WideReference(int bits)
    {
        _bits = bits;
        _one = BigInteger.One << bits;
        Ln2 = 2 * Artanh(_one / 3);
        Pi = 4 * ((4 * ArctanInverse(5)) - ArctanInverse(239));
    }

    public BigInteger Ln2 { get; }

    public BigInteger Pi { get; }

    public BigInteger One => _one;

    public BigInteger Of(double value)
    {
        var (mantissa, exponent) = Parts(value);
        return Shift(mantissa, exponent + _bits);
    }

    public BigInteger Multiply(BigInteger a, BigInteger b) => (a * b) >> _bits;

    public BigInteger Divide(BigInteger a, BigInteger b) => (a << _bits) / b;

    public BigInteger Sqrt(BigInteger value)
    {
        var scaled = value << _bits;
        var root = BigInteger.One << (int)((scaled.GetBitLength() / 2) + 1);
        while (true)
        {
            var next = (root + (scaled / root)) >> 1;
            if (next >= root)
            {
                return root;
            }

            root = next;
        }
    }

    /// <summary>e^x as a value and a binary exponent.</summary>
    public (BigInteger Value, int Exponent) Exp(BigInteger x)
    {
        var n = BigInteger.Divide(x, Ln2);
        var r = x - (n * Ln2);
        BigInteger sum = _one, term = _one;
        for (var i = 1; !term.IsZero; i++)
        {
            term = Multiply(term, r) / i;
            sum += term;
        }

        return (sum, (int)n);
    }

    public BigInteger Log(BigInteger x)
    {
        var k = (int)(x.GetBitLength() - _bits - 1);
        var m = k >= 0 ? x >> k : x << -k;
        var exact = k >= 0 ? m << k : m >> -k;
        Assert.Equal(x, exact);
        return (2 * Artanh(Divide(m - _one, m + _one))) + (k * Ln2);
    }

    public BigInteger Sin(BigInteger x) => SinReduced(x - (Divide(x, 2 * Pi) >> _bits << 1) * Pi);

    public BigInteger Cos(BigInteger x) => Sin(x + (Pi / 2));

    /// <summary>erf of a positive number: 2/√π·e^(−x²)·Σ 2^n·x^(2n+1)/(2n+1)!!</summary>
    public BigInteger Erf(BigInteger x)
    {
        var square = Multiply(x, x);
        BigInteger sum = x, term = x;
        for (var n = 1; !term.IsZero; n++)
        {
            term = 2 * Multiply(term, square) / ((2 * n) + 1);
            sum += term;
        }

        var (value, exponent) = Exp(-square);
        var scaled = Divide(Multiply(2 * value, sum), Sqrt(Pi));
        return exponent >= 0 ? scaled << exponent : scaled >> -exponent;
    }

    /// <summary>Distance of <paramref name="got"/> from value·2^exponent, in ulp of the latter.</summary>
    public double UlpError(double got, BigInteger value, int exponent = 0)
    {
        Assert.True(double.IsFinite(got));
        var (mantissa, gotExponent) = Parts(got);
        var low = Math.Min(gotExponent, exponent - _bits);
        var difference = BigInteger.Abs((mantissa << (gotExponent - low)) - (value << (exponent - _bits - low)));
        var top = (int)BigInteger.Abs(value).GetBitLength() - 1 + exponent - _bits;
        var ulp = Math.Max(top - 52, -1074);
        return (double)((difference << 20) / (BigInteger.One << Math.Max(0, ulp - low)) >> Math.Max(0, low - ulp)) / (1 << 20);
    }

    private static (BigInteger Mantissa, int Exponent) Parts(double value)
    {
        var bits = BitConverter.DoubleToInt64Bits(value);
        var exponent = (int)((bits >> 52) & 0x7FF);
        var mantissa = bits & 0xF_FFFF_FFFF_FFFF;
        var parts = exponent == 0 ? (mantissa, -1074) : (mantissa | (1L << 52), exponent - 1075);
        return (bits < 0 ? -parts.Item1 : parts.Item1, parts.Item2);
    }

    private static BigInteger Shift(BigInteger value, int bits) => bits >= 0 ? value << bits : value >> -bits;

    private BigInteger SinReduced(BigInteger x)
    {
        BigInteger sum = x, term = x;
        var square = Multiply(x, x);
        for (var n = 1; !term.IsZero && term != -1; n++)
        {
            term = -Multiply(term, square) / (2 * n * ((2 * n) + 1));
            sum += term;
        }

        return sum;
    }

    private BigInteger Artanh(BigInteger s)
    {
        BigInteger sum = s, power = s;
        var square = Multiply(s, s);
        for (var n = 3; !power.IsZero && power != -1; n += 2)
        {
            power = Multiply(power, square);
            sum += power / n;
        }

        return sum;
    }

    private BigInteger ArctanInverse(int x)
    {
        BigInteger power = _one / x, sum = power;
        for (var n = 3; !power.IsZero; n += 2)
        {
            power /= -x * x;
            sum += power / n;
        }

        return sum;
    }
}
