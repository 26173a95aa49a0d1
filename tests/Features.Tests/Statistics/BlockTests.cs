using CsCheck;
using Millrace.Features.Cleaning;
using Millrace.Features.Expressions.Vectors;
using Millrace.Features.Statistics;

namespace Millrace.Features.Tests.Statistics;

/// <summary>What is added block by block, in vectors where the machine has them, has the bytes of what is added value by value.</summary>
public class BlockTests
{
    private static readonly Gen<double> Number = Gen.OneOf(
        Gen.Int[-2_000, 6_000].Select(cents => cents / 100.0),
        Gen.Long[0, 1L << 62].Select(whole => (double)whole),
        Gen.Double[-1e-3, 1e3],
        Gen.Double.Where(double.IsFinite),
        AnyOf(0.0, -0.0, double.NaN, double.Epsilon, double.MaxValue, double.MinValue, 1e-160, 1e153, -1e154));

    // Blocks of one kind take the vectors; blocks of all kinds fall back for some values or for all.
    private static readonly Gen<double[]> Block = Gen.OneOf(
        Gen.Int[-2_000, 6_000].Select(cents => cents / 100.0).Array[0, 5_000],
        Gen.OneOf(Gen.Double[1e-6, 1], Gen.Double[0, 20], AnyOf(double.NaN, 0)).Array[0, 3_000],
        Gen.Long[0, 20_000_000].Select(whole => (double)whole).Array[0, 2_500],
        Gen.Double[1e150, 1e160].Array[0, 100],
        Gen.Double[-1e-150, 1e-140].Array[0, 100],
        Number.Array[0, 600]);

    [Fact]
    public void Moments_of_a_block_are_those_of_its_values() => Block.Sample(
        values =>
        {
            var (whole, single) = (new ExactMoments(), new ExactMoments());
            whole.Add(values);
            foreach (var value in values)
            {
                single.Add([value]);
            }

            Assert.Equal(Bytes(single.Write), Bytes(whole.Write));
        },
        iter: 200);

    [Fact]
    public void The_vectors_take_what_lies_close_together_and_leave_the_rest()
    {
        Assert.SkipUnless(MomentBlock.IsSupported, "this machine has no AVX-512");
        var left = new int[16];
        double[] values = [1.5, -2.25, 1e-9, double.NaN, 0, 3, 1, 2];
        var (sum, squares) = (new ExactSum(), new ExactSum());
        Assert.True(MomentBlock.TryAdd(values, sum, squares, left, out var leftCount));
        Assert.Equal([2], left[..leftCount]);
        Assert.Equal(5.25, sum.ToDouble());
        Assert.Equal(2.25 + 5.0625 + 9 + 1 + 4, squares.ToDouble());
        Assert.False(MomentBlock.TryAdd([1e300, 1, 1, 1, 1, 1, 1, 1], sum, squares, left, out _));
        Assert.False(MomentBlock.TryAdd([1e-200, 0, 0, 0, 0, 0, 0, 0], sum, squares, left, out _));
    }

    [Fact]
    public void Distinct_counts_of_a_block_are_those_of_its_values() => Block.Sample(
        values =>
        {
            var (whole, single) = (new HyperLogLog(), new HyperLogLog());
            whole.Add(values);
            foreach (var value in values.Where(value => !double.IsNaN(value)))
            {
                single.Add(NumberHash.Of(BitConverter.DoubleToUInt64Bits(value)));
            }

            Assert.Equal(Bytes(single.Write), Bytes(whole.Write));
        },
        iter: 100);

    [Fact]
    public void A_tally_gives_back_every_value_as_often_as_it_was_counted() => Gen.Int[0, 5_000].Array[0, 20_000].Sample(
        values =>
        {
            var tally = default(ShortTally);
            var counted = new Dictionary<(ulong, int), long>();
            foreach (var each in values)
            {
                var (value, length) = ((ulong)each, each % 9);
                tally.Add(ref value, ref length, out var count);
                Count(value, length, count);
            }

            for (var slot = 0; tally.TryTake(ref slot, out var value, out var length, out var count);)
            {
                Count(value, length, count);
            }

            var expected = values.GroupBy(each => ((ulong)each, each % 9)).ToDictionary(group => group.Key, group => group.LongCount());
            Assert.Equal(expected.OrderBy(pair => pair.Key), counted.OrderBy(pair => pair.Key));

            void Count(ulong value, int length, int count)
            {
                if (count > 0)
                {
                    counted[(value, length)] = counted.GetValueOrDefault((value, length)) + count;
                }
            }
        },
        iter: 20);

    [Fact]
    public void Packing_takes_the_selected_values_in_order()
    {
        Assert.SkipUnless(Packing.IsSupported, "this machine has no AVX-512");
        Gen.Bool.Array[0, 500].Sample(picks =>
        {
            var source = Enumerable.Range(0, picks.Length).Select(i => (ulong)i + 1_000).ToArray();
            var mask = new ulong[BitMask.Words(picks.Length)];
            for (var i = 0; i < picks.Length; i++)
            {
                if (picks[i])
                {
                    BitMask.Set(mask, i);
                }
            }

            var target = new ulong[picks.Count(pick => pick)];
            Packing.Pack(source, mask, target);
            Assert.Equal(source.Where((_, i) => picks[i]), target);
        });
    }

    private static Gen<double> AnyOf(params double[] values) => Gen.Int[0, values.Length - 1].Select(i => values[i]);

    private static byte[] Bytes(Action<StateWriter> write)
    {
        var writer = new StateWriter();
        write(writer);
        return writer.ToArray();
    }
}
