using System.Runtime.InteropServices;
using Apache.Arrow;
using Millrace.Spark.Sql.Arrow;

namespace Millrace.Spark.Worker.Methods;

/// <summary>Builds a column out of a function's results. Pure.</summary>
internal static class ValueWriter
{
    /// <summary>The column.</summary>
    /// <param name="values">One result a row.</param>
    /// <param name="skipped">Rows for which the function was not called: null; null where there are none.</param>
    /// <param name="field">Name and declared type.</param>
    public static IArrowArray Build<T>(T[] values, bool[]? skipped, Field field) => values switch
    {
        long[] v => Fixed(v, skipped, field),
        int[] v => Fixed(v, skipped, field),
        short[] v => Fixed(v, skipped, field),
        sbyte[] v => Fixed(v, skipped, field),
        double[] v => Fixed(v, skipped, field),
        float[] v => Fixed(v, skipped, field),
        _ => Boxed(values, skipped, field),
    };

    private static IArrowArray Fixed<T>(T[] values, bool[]? skipped, Field field)
        where T : unmanaged
    {
        var nulls = skipped?.Count(static one => one) ?? 0;
        var validity = nulls == 0 ? ArrowBuffer.Empty : Bits(skipped!);
        return ArrowArrayFactory.BuildArray(new ArrayData(
            field.DataType, values.Length, nulls, 0, [validity, new ArrowBuffer(MemoryMarshal.AsBytes(values.AsSpan()).ToArray())]));
    }

    private static ArrowBuffer Bits(bool[] skipped)
    {
        var bytes = new byte[(skipped.Length + 7) / 8];
        for (var row = 0; row < skipped.Length; row++)
        {
            if (!skipped[row])
            {
                bytes[row >> 3] |= (byte)(1 << (row & 7));
            }
        }

        return new ArrowBuffer(bytes);
    }

    private static IArrowArray Boxed<T>(T[] values, bool[]? skipped, Field field)
    {
        var boxed = new object?[values.Length];
        for (var row = 0; row < boxed.Length; row++)
        {
            boxed[row] = skipped is not null && skipped[row] ? null : values[row];
        }

        return ArrowWriter.WriteColumn(boxed, ArrowTypes.SparkTypeOf(field), field.Name);
    }
}
