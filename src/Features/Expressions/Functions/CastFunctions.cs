using System.Runtime.InteropServices;
using Millrace.Features.Contracts;
using Millrace.Features.Expressions.Vectors;

namespace Millrace.Features.Expressions.Functions;

/// <summary>Casts, always explicit. A value that does not fit has no result.</summary>
internal static class CastFunctions
{
    private static readonly FloatLimits AnyFloat = new(false, false, null);

    public static IEnumerable<FunctionDefinition> All()
    {
        yield return new("to_int", "to_int(a)", "a as int; a fraction, an overflow or other text has no result",
        [
            Overload.Of(ValueType.Int, run => TextKernels.Parse<long>(
                run, static (ReadOnlySpan<byte> text, out long value) => TextParsing.Integer(text, long.MinValue, long.MaxValue, out value)), Parameter.Text),
            Overload.Of(ValueType.Int, run => MapKernels.Unary<double, long, Cast<double, long, FloatToInteger>>(
                run, new(new(long.MinValue, long.MaxValue))), Parameter.Float),
            Overload.Of(ValueType.Int, run => MapKernels.Unary<Int128, long, Cast<Int128, long, DecimalToInteger>>(
                run, new(new(run[0].Type.Scale, long.MinValue, long.MaxValue))), Parameter.Decimal),
            Overload.Of(ValueType.Int, BoolToInt, Parameter.Bool),
        ],
        [
            new("to_int('42')", "42"), new("to_int(' 42')", "no result"), new("to_int(3.0)", "3"), new("to_int(3.5)", "no result"), new("to_int(true)", "1"),
            new("to_int(1e30)", "no result"), new("to_int(to_decimal('7.00', 9, 2))", "7"),
        ]);
        yield return new("to_float", "to_float(a)", "a as float; an int that no float equals has no result, a decimal goes to the nearest",
        [
            Overload.Of(ValueType.Float, run => TextKernels.Parse<double>(
                run, static (ReadOnlySpan<byte> text, out double value) => TextParsing.Float(text, AnyFloat, out value)), Parameter.Text),
            Overload.Of(ValueType.Float, run => MapKernels.Unary<long, double, Cast<long, double, IntegerToFloat>>(run, new(new(AnyFloat))), Parameter.Int),
            Overload.Of(ValueType.Float, run => MapKernels.Unary<Int128, double, Cast<Int128, double, DecimalToFloat>>(
                run, new(new(run[0].Type.Scale, AnyFloat))), Parameter.Decimal),
        ],
        [
            new("to_float('1e3')", "1000"), new("to_float('nan')", "no result"), new("to_float(3)", "3"), new("to_float(9007199254740993)", "no result"),
            new("to_float(to_decimal('0.10', 9, 2))", "0.1"),
        ]);
        yield return new("to_text", "to_text(a)", "a as text that reads back as a", [Overload.Of(ValueType.Text, ToText, Parameter.Same)],
        [
            new("to_text(1.50)", "1.5"), new("to_text(true)", "true"), new("to_text(timestamp '2013-01-01T01:00:00+01:00')", "2013-01-01T00:00:00Z"),
            new("to_text('a')", "a"), new("to_text(null)", "null"),
        ]);
        yield return new("to_bool", "to_bool(a)", "'true' or 'false' in any case", [Overload.Of(ValueType.Bool, ToBool, Parameter.Text)],
            [new("to_bool('TRUE')", "true"), new("to_bool('false')", "false"), new("to_bool('yes')", "no result")]);
        yield return new("to_date", "to_date(a)", "yyyy-MM-dd, or the day of a time (of a timestamp in UTC)",
        [
            Overload.Of(ValueType.Date, run => TextKernels.Parse<int>(run, static (ReadOnlySpan<byte> text, out int value) =>
                TimeText.TryReadDate(text, out value) ? FaultKind.None : FaultKind.Unparsable), Parameter.Text),
            Overload.Of(ValueType.Date, run => MapKernels.Unary<long, int, DayOfTime>(run, default), Parameter.Timestamp),
            Overload.Of(ValueType.Date, run => MapKernels.Unary<long, int, DayOfTime>(run, default), Parameter.TimestampLocal),
        ],
        [
            new("to_date('2012-02-29')", "2012-02-29"), new("to_date('2013-02-29')", "no result"), new("to_date(timestamp '1969-12-31T23:00:00Z')", "1969-12-31"),
        ]);
        yield return Time("to_timestamp", "ISO 8601 with an offset from UTC", true,
            [new("to_timestamp('2013-01-01 00:00:00+01')", "2012-12-31T23:00:00Z"), new("to_timestamp('2013-01-01T00:00:00')", "no result")]);
        yield return Time("to_timestamp_local", "ISO 8601 without offset", false,
            [new("to_timestamp_local('2013-01-01T08:30')", "2013-01-01T08:30:00"), new("to_timestamp_local('2013-01-01T08:30:00Z')", "no result")]);
    }

    private static FunctionDefinition Time(string name, string meaning, bool zoned, FunctionCase[] cases) => new(
        name,
        $"{name}(a)",
        meaning,
        [
            Overload.Of(
                zoned ? ValueType.Timestamp : ValueType.TimestampLocal,
                run => TextKernels.Parse<long>(run, (ReadOnlySpan<byte> text, out long value) =>
                    TimeText.TryReadTime(text, zoned, out value, out var nanoseconds) && nanoseconds == 0 ? FaultKind.None : FaultKind.Unparsable),
                Parameter.Text),
        ],
        cases);

    private static Vector BoolToInt(KernelCall call)
    {
        var bytes = call.Rent<long>();
        var output = MemoryMarshal.Cast<byte, long>(bytes.AsSpan());
        for (var row = 0; row < call.Rows; row++)
        {
            output[row] = BitMask.Get(call[0].Bits, row) ? 1 : 0;
        }

        return call.Fixed(bytes, call.Valid());
    }

    private static Vector ToBool(KernelCall call)
    {
        var valid = call.Valid();
        var bits = call.Pool.RentEmptyMask(call.Rows);
        for (var row = 0; row < call.Rows; row++)
        {
            if (!call[0].IsValid(row))
            {
                continue;
            }

            if (TextParsing.Bool(call[0].Text(row), out var value) != FaultKind.None)
            {
                call.NoResult(ref valid, row);
            }
            else if (value)
            {
                BitMask.Set(bits, row);
            }
        }

        return Vector.OfMask(call.Rows, bits, valid, call.Pool);
    }

    private static Vector ToText(KernelCall call) => call[0].Type.Kind == ValueKind.Text
        ? call[0]
        : TextKernels.Join(call, static (run, row, output) => output.Advance(ValueText.Write(run[0], row, output.Reserve(ValueText.MaxFixedBytes))));

    private readonly struct Cast<TIn, TOut, TConversion>(TConversion conversion) : IUnary<TIn, TOut>
        where TConversion : struct, IConversion<TIn, TOut>
    {
        public bool TryApply(TIn value, out TOut result) => conversion.Convert(value, out result) == FaultKind.None;
    }

    private readonly struct DayOfTime : IUnary<long, int>
    {
        public bool TryApply(long value, out int result)
        {
            result = (int)CivilTime.FloorDiv(value, CivilTime.MicrosecondsPerDay);
            return true;
        }
    }
}
