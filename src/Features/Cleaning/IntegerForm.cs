using System.Runtime.InteropServices;
using Millrace.Features.Contracts;
using Millrace.Features.Expressions;
using Millrace.Features.Expressions.Vectors;
using ValueType = Millrace.Features.Expressions.ValueType;

namespace Millrace.Features.Cleaning;

/// <summary>
/// Columns as int64, so that an engine can sum, order and window them exactly: microseconds of timestamps, days of dates, unscaled decimals, floats with a
/// scale times 10^scale, 0 and 1 of booleans, integers as they are.
/// </summary>
internal static class IntegerForm
{
    private const int MaxDigits = 18;

    /// <summary>Whether a column has such a form.</summary>
    public static bool Exists(ColumnContract column) => ValueType.Of(column.Type).Kind switch
    {
        ValueKind.Bool or ValueKind.Int or ValueKind.Date or ValueKind.Timestamp or ValueKind.TimestampLocal => true,
        ValueKind.Decimal => ValueType.Of(column.Type).Precision <= MaxDigits,
        ValueKind.Float => column is { Scale: not null, AllowNan: false },
        _ => false,
    };

    /// <summary>The form of a whole column; nulls stay null.</summary>
    public static Vector Of(Vector values, int? scale, ScratchPool pool)
    {
        if (values.Type.Kind is ValueKind.Int or ValueKind.Timestamp or ValueKind.TimestampLocal)
        {
            return values.As(ValueType.Int);
        }

        var bytes = pool.Rent(values.Length * 8L);
        var output = MemoryMarshal.Cast<byte, long>(bytes.AsSpan())[..values.Length];
        var factor = scale is { } places ? (double)Decimals.Power(places) : 1;
        for (var row = 0; row < output.Length; row++)
        {
            // What stands under a null is arbitrary, and of no type's range.
            output[row] = !values.IsValid(row) ? 0 : values.Type.Kind switch
            {
                ValueKind.Bool => BitMask.Get(values.Bits, row) ? 1 : 0,
                ValueKind.Date => values.Ints[row],
                ValueKind.Decimal => (long)values.Decimals[row],
                _ => (long)Math.Round(values.Doubles[row] * factor, MidpointRounding.ToEven),
            };
        }

        return Vector.Fixed(ValueType.Int, values.Length, bytes, values.Valid);
    }
}
