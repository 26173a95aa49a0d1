using System.IO.Hashing;
using System.Numerics;
using System.Text;
using CsCheck;
using Millrace.Features.Statistics;

namespace Millrace.Features.Tests.Statistics;

/// <summary>Any order and any split of the values give the same bytes.</summary>
public class MonoidTests
{
    private static readonly Gen<double> AnyDouble = Gen.Double.Where(double.IsFinite);
    private static readonly Gen<string> AnyText = Gen.OneOf(Gen.String, Gen.Int[0, 20].Select(i => $"v{i}"));

    [Fact]
    public void Exact_sums() =>
        Gen.Select(AnyDouble.Array[0, 3_000], Gen.Int).Sample((values, seed) => Holds(
            values, seed, () => new ExactSum(), (sum, value) => sum.Add(value), (a, b) => a.Merge(b), (sum, writer) => sum.Write(writer), (ref StateReader reader) => ExactSum.Read(ref reader)), iter: 100);

    [Fact]
    public void Moments() =>
        Gen.Select(AnyDouble.Array[0, 1_000], Gen.Int).Sample((values, seed) => Holds(
            values, seed, () => new ExactMoments(), (moments, value) => moments.Add([value]), (a, b) => a.Merge(b), (moments, writer) => moments.Write(writer), (ref StateReader reader) => ExactMoments.Read(ref reader)), iter: 100);

    [Fact]
    public void Distinct_counts() =>
        Gen.Select(AnyText.Array[0, 1_000], Gen.Int).Sample((values, seed) => Holds(
            values, seed, () => new HyperLogLog(), (sketch, value) => sketch.Add(Hash(value)), (a, b) => a.Merge(b), (sketch, writer) => sketch.Write(writer), (ref StateReader reader) => HyperLogLog.Read(ref reader)), iter: 50);

    [Fact]
    public void Quantile_sketches() =>
        Gen.Select(AnyDouble.Array[0, 1_000], Gen.Int).Sample((values, seed) => Holds(
            values, seed, () => new QuantileSketch(), (sketch, value) => sketch.Add(value), (a, b) => a.Merge(b), (sketch, writer) => sketch.Write(writer), (ref StateReader reader) => QuantileSketch.Read(ref reader)), iter: 20);

    [Fact]
    public void Count_min() =>
        Gen.Select(AnyText.Array[0, 1_000], Gen.Int).Sample((values, seed) => Holds(
            values, seed, () => new CountMin(), (sketch, value) => sketch.Add(Hash(value)), (a, b) => a.Merge(b), (sketch, writer) => sketch.Write(writer), (ref StateReader reader) => CountMin.Read(ref reader)), iter: 50);

    [Fact]
    public void Lengths() =>
        Gen.Select(Gen.Int[0, 1_000].Array[0, 100], Gen.Int).Sample((values, seed) => Holds(
            values, seed, () => new LengthCounts(), (lengths, value) => lengths.Add(value), (a, b) => a.Merge(b), (lengths, writer) => lengths.Write(writer), (ref StateReader reader) => LengthCounts.Read(ref reader)), iter: 50);

    [Theory]
    [InlineData(100_000)]
    [InlineData(15)]
    public void Value_counts_exact_or_too_many(int limit) =>
        Gen.Select(AnyText.Array[0, 300], Gen.Int).Sample((values, seed) => Holds(
            values, seed, () => new TextCounts(limit), (counts, value) => counts.Add(Encoding.UTF8.GetBytes(value)), (a, b) => a.Merge(b), (counts, writer) => counts.Write(writer),
            (ref StateReader reader) => TextCounts.Read(ref reader, limit)), iter: 200);

    [Fact]
    public void Row_samples_with_equal_rows() =>
        Gen.Select(Gen.Int[0, 400].Array[0, 2_000], Gen.Int).Sample((values, seed) => Holds(
            values, seed, () => new RowSample(50, 1, 1), AddRow, (a, b) => a.Merge(b), (sample, writer) => sample.Write(writer), (ref StateReader reader) => RowSample.Read(ref reader, 50, 1, 1)), iter: 100);

    [Fact]
    public void A_row_sample_holds_the_smallest_keys_with_their_counts()
    {
        var sample = new RowSample(10, 1, 1);
        int[] values = [.. Enumerable.Range(0, 1_000), .. Enumerable.Range(0, 500)];
        foreach (var value in values)
        {
            AddRow(sample, value);
        }

        var expected = Enumerable.Range(0, 1_000).OrderBy(value => RowSample.KeyOf(value, -value)).Take(10).ToArray();
        Assert.Equal(10, sample.Rows);
        Assert.Equal(expected.Select(value => (double)value), Enumerable.Range(0, 10).Select(row => sample.NumberOf(row, 0)));
        Assert.Equal(expected.Select(value => value < 500 ? 2L : 1), Enumerable.Range(0, 10).Select(sample.CountOf));
        Assert.Equal(expected.Select(value => $"{value}"), Enumerable.Range(0, 10).Select(row => Encoding.UTF8.GetString(sample.TextOf(row, 0)!)));
    }

    [Fact]
    public void An_exact_sum_is_the_sum_of_integers_rounded_once() =>
        AnyDouble.Array[0, 200].Sample(values =>
        {
            var sum = new ExactSum();
            var integer = BigInteger.Zero;
            foreach (var value in values)
            {
                sum.Add(value);
                integer += Integer(value);
            }

            Assert.Equal(integer, sum.ToInteger());
            Assert.Equal(Nearest(integer), sum.ToDouble());
        }, iter: 300);

    [Fact]
    public void A_sum_cancels_exactly()
    {
        var sum = new ExactSum();
        foreach (var value in new[] { 1e308, 1e308, 1.0, double.Epsilon, -1e308, -1e308, -1.0 })
        {
            sum.Add(value);
        }

        Assert.Equal(double.Epsilon, sum.ToDouble());
    }

    [Fact]
    public void Deviation_does_not_lose_small_differences_beside_a_large_mean()
    {
        var moments = new ExactMoments();
        moments.Add([1e9 + 1, 1e9 + 2, 1e9 + 3]);
        Assert.Equal(1e9 + 2, moments.Mean);
        Assert.Equal(Math.Sqrt(2.0 / 3), moments.Deviation);
        moments.Add([1e200]);
        Assert.True(double.IsNaN(moments.Deviation));
        Assert.Equal(1, moments.Overflows);
    }

    [Theory]
    [InlineData(50)]
    [InlineData(5_000)]
    [InlineData(200_000)]
    public void Distinct_estimate_is_within_five_percent(int distinct)
    {
        var sketch = new HyperLogLog();
        for (var i = 0; i < distinct; i++)
        {
            sketch.Add(Hash($"value {i}"));
            sketch.Add(Hash($"value {i}"));
        }

        Assert.InRange(sketch.Estimate(), 0.95 * distinct, 1.05 * distinct);
    }

    [Fact]
    public void Sketched_quantiles_are_within_their_relative_error() =>
        AnyDouble.Array[1, 500].Sample(values =>
        {
            var sketch = new QuantileSketch();
            foreach (var value in values)
            {
                sketch.Add(value);
            }

            System.Array.Sort(values);
            for (var rank = 0; rank < values.Length; rank++)
            {
                var allowed = Math.Max(Math.Abs(values[rank]) * 0.008, 1e-300);
                Assert.InRange(sketch.ValueAt(rank) - values[rank], -allowed, allowed);
            }
        }, iter: 20);

    [Fact]
    public void Count_min_never_counts_too_few()
    {
        var sketch = new CountMin();
        for (var i = 0; i < 20_000; i++)
        {
            sketch.Add(Hash($"{i % 300}"));
        }

        Assert.All(Enumerable.Range(0, 300), i => Assert.InRange(sketch.Estimate(Hash($"{i}")), 20_000 / 300, (20_000 / 300) + 1 + (20_000 * 0.0014 * 4)));
    }

    [Theory]
    [InlineData(int.MaxValue)]
    [InlineData(-5)]
    [InlineData(1 << 20)]
    public void Lengths_beyond_the_bytes_are_refused(int length)
    {
        var bytes = BitConverter.GetBytes(length);
        Assert.Throws<InvalidDataException>(() =>
        {
            var reader = new StateReader(bytes);
            RowSample.Read(ref reader, 10, 1, 1);
        });
        Assert.Throws<InvalidDataException>(() =>
        {
            var reader = new StateReader(bytes);
            ExactSum.Read(ref reader);
        });
        Assert.Throws<InvalidDataException>(() =>
        {
            var reader = new StateReader(bytes);
            HyperLogLog.Read(ref reader);
        });
    }

    private static void AddRow(RowSample sample, int value)
    {
        var key = RowSample.KeyOf(value, -value);
        if (key <= sample.Threshold)
        {
            var row = sample.Add(key, value, -value);
            sample.SetNumber(row, 0, value);
            sample.SetText(row, 0, Encoding.UTF8.GetBytes($"{value}"));
        }
    }

    private static ulong Hash(string value) => XxHash3.HashToUInt64(Encoding.UTF8.GetBytes(value));

    private static BigInteger Integer(double value)
    {
        var bits = BitConverter.DoubleToInt64Bits(value);
        var exponent = (int)((bits >> 52) & 0x7FF);
        var mantissa = (BigInteger)(bits & 0xF_FFFF_FFFF_FFFF);
        var integer = exponent == 0 ? mantissa : (mantissa + (BigInteger.One << 52)) << (exponent - 1);
        return bits < 0 ? -integer : integer;
    }

    /// <summary>The double whose integer is nearest, found by bisection over the ordered bit patterns.</summary>
    private static double Nearest(BigInteger integer)
    {
        var magnitude = BigInteger.Abs(integer);
        long low = 0;
        var high = BitConverter.DoubleToInt64Bits(double.MaxValue);
        while (low < high)
        {
            var middle = low + ((high - low + 1) / 2);
            if (Integer(BitConverter.Int64BitsToDouble(middle)) <= magnitude)
            {
                low = middle;
            }
            else
            {
                high = middle - 1;
            }
        }

        var below = magnitude - Integer(BitConverter.Int64BitsToDouble(low));
        var above = (low == BitConverter.DoubleToInt64Bits(double.MaxValue) ? BigInteger.One << 2098 : Integer(BitConverter.Int64BitsToDouble(low + 1))) - magnitude;
        var up = above < below || (above == below && (low & 1) != 0);
        var result = BitConverter.Int64BitsToDouble(up ? low + 1 : low);
        return integer.Sign < 0 ? -result : result;
    }

    private delegate TState ReadState<TState>(ref StateReader reader);

    /// <summary>Bytes of all values in order, of the values shuffled, cut into parts and merged in a shuffled order, and of what the bytes read back to.</summary>
    private static void Holds<TState, TValue>(
        TValue[] values, int seed, Func<TState> create, Action<TState, TValue> add, Action<TState, TState> merge, Action<TState, StateWriter> write, ReadState<TState> read)
    {
        var whole = create();
        foreach (var value in values)
        {
            add(whole, value);
        }

        var random = new Random(seed);
        var parts = Enumerable.Range(0, 1 + random.Next(5)).Select(_ => create()).ToArray();
        var shuffled = (TValue[])values.Clone();
        random.Shuffle(shuffled);
        foreach (var value in shuffled)
        {
            add(parts[random.Next(parts.Length)], value);
        }

        random.Shuffle(parts);
        foreach (var part in parts[1..])
        {
            merge(parts[0], part);
        }

        var bytes = Bytes(whole);
        Assert.Equal(bytes, Bytes(parts[0]));
        var reader = new StateReader(bytes);
        Assert.Equal(bytes, Bytes(read(ref reader)));
        reader.End();

        byte[] Bytes(TState state)
        {
            var writer = new StateWriter();
            write(state, writer);
            return writer.ToArray();
        }
    }
}
