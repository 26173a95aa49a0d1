using System.Runtime.InteropServices;
using Apache.Arrow;
using Apache.Arrow.Types;

namespace Millrace.Features.Encoders.Numbers;

/// <summary>
/// Reads columns of the clean layout as doubles: integers and decimals to the nearest double, booleans as 0 and 1, dates as days and times as
/// seconds since 1970. Null, NaN and infinities are NaN; −0 is 0.
/// </summary>
internal static class NumberReader
{
    /// <summary>Reads some rows.</summary>
    /// <param name="array">The column; borrowed.</param>
    /// <param name="rows">Row numbers.</param>
    /// <param name="to">Receives one double a row.</param>
    /// <exception cref="FeatureFitException">The array is of no numeric type.</exception>
    public static void Read(IArrowArray array, ReadOnlySpan<int> rows, Span<double> to)
    {
        switch (array)
        {
            case DoubleArray doubles:
                ReadDoubles(doubles.Values, rows, to);
                break;
            case FloatArray floats:
                ReadFloats(floats.Values, rows, to);
                break;
            case Int64Array longs:
                ReadLongs(longs.Values, 1, rows, to);
                break;
            case TimestampArray times:
                ReadLongs(times.Values, 1_000_000, rows, to);
                break;
            case Date32Array dates:
                ReadInts(dates.Values, rows, to);
                break;
            case BooleanArray booleans:
                for (var i = 0; i < rows.Length; i++)
                {
                    to[i] = booleans.GetValue(rows[i]) is true ? 1 : 0;
                }

                break;
            case Decimal128Array decimals:
                ReadDecimals(decimals, rows, to);
                break;
            default:
                throw new FeatureFitException(FeatureFitFault.SchemaMismatch, null, 0, $"a column of Arrow type {array.Data.DataType.Name} cannot be read as a number");
        }

        if (array.NullCount != 0)
        {
            for (var i = 0; i < rows.Length; i++)
            {
                if (array.IsNull(rows[i]))
                {
                    to[i] = double.NaN;
                }
            }
        }
    }

    private static void ReadDoubles(ReadOnlySpan<double> values, ReadOnlySpan<int> rows, Span<double> to)
    {
        for (var i = 0; i < rows.Length; i++)
        {
            var value = values[rows[i]];
            to[i] = double.IsFinite(value) ? value + 0.0 : double.NaN;
        }
    }

    private static void ReadFloats(ReadOnlySpan<float> values, ReadOnlySpan<int> rows, Span<double> to)
    {
        for (var i = 0; i < rows.Length; i++)
        {
            var value = (double)values[rows[i]];
            to[i] = double.IsFinite(value) ? value + 0.0 : double.NaN;
        }
    }

    private static void ReadLongs(ReadOnlySpan<long> values, double divideBy, ReadOnlySpan<int> rows, Span<double> to)
    {
        for (var i = 0; i < rows.Length; i++)
        {
            to[i] = values[rows[i]] / divideBy;
        }
    }

    private static void ReadInts(ReadOnlySpan<int> values, ReadOnlySpan<int> rows, Span<double> to)
    {
        for (var i = 0; i < rows.Length; i++)
        {
            to[i] = values[rows[i]];
        }
    }

    private static void ReadDecimals(Decimal128Array decimals, ReadOnlySpan<int> rows, Span<double> to)
    {
        // Up to 10^22 the power is exact, so that the quotient is rounded twice at most: from 128 bits, and by the division.
        var divideBy = 1.0;
        for (var i = 0; i < ((Decimal128Type)decimals.Data.DataType).Scale; i++)
        {
            divideBy *= 10;
        }

        var values = MemoryMarshal.Cast<byte, Int128>(decimals.ValueBuffer.Span)[decimals.Offset..];
        for (var i = 0; i < rows.Length; i++)
        {
            to[i] = (double)values[rows[i]] / divideBy;
        }
    }
}
