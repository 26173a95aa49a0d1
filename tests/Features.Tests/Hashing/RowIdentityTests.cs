using System.Buffers.Binary;
using System.IO.Hashing;
using System.Text;
using Apache.Arrow;
using Apache.Arrow.Types;
using Millrace.Features.Hashing;

namespace Millrace.Features.Tests.Hashing;

public class RowIdentityTests
{
    [Fact]
    public void Canonical_bytes_are_those_of_the_documentation()
    {
        using var batch = Batch();
        List<byte> expected =
        [
            1, .. Long(-5),
            1, .. Long(0),
            0,
            1, 3, 0, 0, 0, .. "añ"u8,
            1, 1,
            1, .. Long(7), .. Long(0),
            1, 2, 0, 0, 0, 1, .. Long(8), 1, .. Long(9),
        ];
        Assert.Equal(XxHash128.HashToUInt128(expected.ToArray(), 0x6D69_6C6C_7261_6365), Identity(batch, 0));
    }

    [Fact]
    public void Minus_zero_equals_zero_and_all_NaN_are_one()
    {
        double[] values = [-0.0, 0.0, double.NaN, BitConverter.Int64BitsToDouble(-1), 1.0];
        using var batch = new RecordBatch(
            new Schema([new Field("x", DoubleType.Default, true)], null), [new DoubleArray.Builder().AppendRange(values).Build()], values.Length);
        var (hi, lo) = Compute(batch, [0]);
        Assert.Equal((hi[0], lo[0]), (hi[1], lo[1]));
        Assert.Equal((hi[2], lo[2]), (hi[3], lo[3]));
        Assert.Equal(3, hi.Distinct().Count());
    }

    [Fact]
    public void A_slice_has_the_identities_of_its_rows()
    {
        using var batch = Batch();
        int[] columns = [.. Enumerable.Range(0, batch.ColumnCount)];
        var (hi, lo) = Compute(batch, columns);
        using var slice = batch.SliceShared(1, 1);
        var (slicedHi, slicedLo) = Compute(slice, columns);
        Assert.Equal((hi[1], lo[1]), (slicedHi[0], slicedLo[0]));
        Assert.NotEqual((hi[0], lo[0]), (hi[1], lo[1]));
        Assert.Equal(
            RowIdentity.ComputeContent(batch, columns),
            ContentHash.Merge(RowIdentity.ComputeContent(slice, columns), First(batch, columns)));
    }

    [Fact]
    public void A_type_outside_the_clean_layout_is_refused()
    {
        using var batch = new RecordBatch(
            new Schema([new Field("x", Int32Type.Default, true)], null), [new Int32Array.Builder().Append(1).Build()], 1);
        Assert.Contains("int32", Assert.Throws<ArgumentException>(() => Compute(batch, [0])).Message, StringComparison.Ordinal);
    }

    private static ContentHash First(RecordBatch batch, int[] columns)
    {
        using var first = batch.SliceShared(0, 1);
        return RowIdentity.ComputeContent(first, columns);
    }

    private static RecordBatch Batch()
    {
        var lists = new ListArray.Builder(Int64Type.Default);
        lists.Append();
        ((Int64Array.Builder)lists.ValueBuilder).Append(8).Append(9);
        lists.AppendNull();
        IArrowArray[] arrays =
        [
            new Int64Array.Builder().Append(-5).Append(6).Build(),
            new DoubleArray.Builder().Append(-0.0).Append(1.5).Build(),
            new Date32Array.Builder().AppendNull().Append(new DateTime(2013, 1, 2)).Build(),
            new StringArray.Builder().Append("añ", Encoding.UTF8).AppendNull().Build(),
            new BooleanArray.Builder().Append(true).Append(false).Build(),
            new Decimal128Array.Builder(new Decimal128Type(10, 2)).Append(0.07m).Append(1.00m).Build(),
            lists.Build(),
        ];
        return new RecordBatch(
            new Schema([.. arrays.Select((array, i) => new Field($"c{i}", array.Data.DataType, true))], null), arrays, 2);
    }

    private static byte[] Long(long value)
    {
        var bytes = new byte[8];
        BinaryPrimitives.WriteInt64LittleEndian(bytes, value);
        return bytes;
    }

    private static UInt128 Identity(RecordBatch batch, int row)
    {
        var (hi, lo) = Compute(batch, [.. Enumerable.Range(0, batch.ColumnCount)]);
        return new UInt128((ulong)hi[row], (ulong)lo[row]);
    }

    private static (long[] Hi, long[] Lo) Compute(RecordBatch batch, int[] columns)
    {
        var hi = new long[batch.Length];
        var lo = new long[batch.Length];
        RowIdentity.Compute(batch, columns, hi, lo);
        return (hi, lo);
    }
}
