using Apache.Arrow;
using Millrace.Spark.Sql;
using Millrace.Spark.Sql.Arrow;

namespace Millrace.Spark.Worker.Methods;

/// <summary>Reads a column's values by row as a C# type; the usual types without boxing. Pure; borrows the array.</summary>
internal static class ValueReader
{
    /// <summary>A reader of <typeparamref name="T"/>. Rows that hold a null are asked for only where <typeparamref name="T"/> can hold one.</summary>
    /// <exception cref="InvalidCastException">On reading: the column's values are no <typeparamref name="T"/>.</exception>
    public static Func<int, T> Of<T>(IArrowArray array)
    {
        Delegate? direct = array switch
        {
            Int64Array a when typeof(T) == typeof(long) => (Func<int, long>)(row => a.Values[row]),
            Int32Array a when typeof(T) == typeof(int) => (Func<int, int>)(row => a.Values[row]),
            Int32Array a when typeof(T) == typeof(long) => (Func<int, long>)(row => a.Values[row]),
            Int16Array a when typeof(T) == typeof(short) => (Func<int, short>)(row => a.Values[row]),
            Int8Array a when typeof(T) == typeof(sbyte) => (Func<int, sbyte>)(row => a.Values[row]),
            DoubleArray a when typeof(T) == typeof(double) => (Func<int, double>)(row => a.Values[row]),
            FloatArray a when typeof(T) == typeof(float) => (Func<int, float>)(row => a.Values[row]),
            BooleanArray a when typeof(T) == typeof(bool) => (Func<int, bool>)(row => a.GetValue(row) == true),
            Int64Array a when typeof(T) == typeof(long?) => (Func<int, long?>)(row => a.GetValue(row)),
            Int32Array a when typeof(T) == typeof(int?) => (Func<int, int?>)(row => a.GetValue(row)),
            DoubleArray a when typeof(T) == typeof(double?) => (Func<int, double?>)(row => a.GetValue(row)),
            StringArray a when typeof(T) == typeof(string) => (Func<int, string?>)(row => a.IsNull(row) ? null : a.GetString(row)),
            _ => null,
        };
        if (direct is not null)
        {
            return (Func<int, T>)direct;
        }

        var read = ArrowReader.Column(array, ArrowTypes.SparkTypeOf(new Field("", array.Data.DataType, nullable: true)));
        return row => ClrTypes.Convert<T>(read(row));
    }
}
