using Millrace.Features.Contracts;
using Millrace.Features.Expressions.Vectors;

namespace Millrace.Features.Expressions.Functions;

/// <summary>Arithmetic over decimals in 128 bits; what exceeds 38 digits has no result.</summary>
internal static class DecimalFunctions
{
    private static readonly Int128 Largest = Decimals.Power(38) - 1;

    public static IEnumerable<FunctionDefinition> All()
    {
        yield return new("to_decimal", "to_decimal(a, precision, scale)", "a as a decimal; no result where a digit would be lost or a text is no number",
            [Cast(Parameter.Text), Cast(Parameter.Int), Cast(Parameter.Float), Cast(Parameter.Decimal)],
            [new("to_decimal('12.30', 5, 2)", "12.30"), new("to_decimal(7, 5, 2)", "7.00"), new("to_decimal(0.1, 5, 2)", "0.10"),
             new("to_decimal('1.234', 5, 2)", "no result"), new("to_decimal(1000, 3, 0)", "no result")]);
    }

    /// <summary>The sum or difference at the larger scale.</summary>
    public static Overload Sum(bool subtract) => new(
        [Parameter.Decimal, Parameter.Decimal],
        types => ValueType.Decimal(38, Math.Max(types[0].Scale, types[1].Scale)),
        call =>
        {
            var scale = Math.Max(call[0].Type.Scale, call[1].Type.Scale);
            var function = new Adder(Decimals.Power(scale - call[0].Type.Scale), Decimals.Power(scale - call[1].Type.Scale), subtract);
            return run => MapKernels.Binary<Int128, Int128, Int128, Adder>(run, function);
        });

    /// <summary>The product; scales add up.</summary>
    public static Overload Product() => new(
        [Parameter.Decimal, Parameter.Decimal],
        types => ValueType.Decimal(38, types[0].Scale + types[1].Scale),
        call => call[0].Type.Scale + call[1].Type.Scale > 38
            ? call.Fail(1, $"the product of {call[0].Type} and {call[1].Type} would have more than 38 decimal places")
            : run => MapKernels.Binary<Int128, Int128, Int128, Multiplier>(run, default));

    /// <summary>The negative.</summary>
    public static Overload Negate() => new(
        [Parameter.Decimal], types => types[0], _ => run => MapKernels.Unary<Int128, Int128, Negator>(run, default));

    /// <summary>The magnitude.</summary>
    public static Overload Abs() => new(
        [Parameter.Decimal], types => types[0], _ => run => MapKernels.Unary<Int128, Int128, Magnitude>(run, default));

    private static Overload Cast(Parameter parameter) => new(
        [parameter, Parameter.LiteralInt, Parameter.LiteralInt],
        types => types[0],
        BindCast)
    {
        ResultOfCall = call => Type(call) ?? ValueType.Decimal(38, 0),
    };

    private static ValueType? Type(BindCall call)
    {
        var (precision, scale) = (call.Int(1), call.Int(2));
        return precision is >= 1 and <= 38 && scale >= 0 && scale <= precision ? ValueType.Decimal((int)precision, (int)scale) : null;
    }

    private static Kernel BindCast(BindCall call)
    {
        if (Type(call) is not { } type)
        {
            return call.Fail(1, "a decimal has 1 to 38 digits, of which 0 to all stand after the point");
        }

        var limits = new DecimalLimits(ColumnType.Decimal(type.Precision, type.Scale));
        var fromScale = call[0].Type.Scale;
        return call[0].Type.Kind switch
        {
            ValueKind.Text => run => TextKernels.Parse<Int128>(
                run, (ReadOnlySpan<byte> text, out Int128 value) => TextParsing.Decimal(text, limits, allowExponent: false, out value)),
            ValueKind.Int => run => MapKernels.Unary<long, Int128, Converted<long, IntegerToDecimal>>(run, new(new(limits))),
            ValueKind.Float => run => MapKernels.Unary<double, Int128, Converted<double, FloatToDecimal>>(run, new(new(limits))),
            _ => run => MapKernels.Unary<Int128, Int128, Converted<Int128, DecimalToDecimal>>(run, new(new(fromScale, limits))),
        };
    }

    private static bool TryScale(Int128 value, Int128 factor, out Int128 result)
    {
        var fits = value <= Int128.MaxValue / factor && value >= Int128.MinValue / factor;
        result = fits ? value * factor : 0;
        return fits;
    }

    private readonly struct Converted<TIn, TConversion>(TConversion conversion) : IUnary<TIn, Int128>
        where TConversion : struct, IConversion<TIn, Int128>
    {
        public bool TryApply(TIn value, out Int128 result) => conversion.Convert(value, out result) == FaultKind.None;
    }

    private readonly struct Adder(Int128 leftFactor, Int128 rightFactor, bool subtract) : IBinary<Int128, Int128, Int128>
    {
        public bool TryApply(Int128 left, Int128 right, out Int128 result)
        {
            result = 0;
            if (!TryScale(left, leftFactor, out var a) || !TryScale(right, rightFactor, out var b)
                || Int128.Abs(a) > Largest || Int128.Abs(b) > Largest)
            {
                return false;
            }

            // Both have at most 38 digits, so that the sum fits in 128 bits unless it exceeds the largest decimal anyway.
            result = unchecked(subtract ? a - b : a + b);
            return result <= Largest && result >= -Largest && (subtract ? a >= b == result >= 0 : (a >= 0) != (b >= 0) || (a >= 0) == (result >= 0));
        }
    }

    private readonly struct Multiplier : IBinary<Int128, Int128, Int128>
    {
        public bool TryApply(Int128 left, Int128 right, out Int128 result)
        {
            result = 0;
            if (left == 0 || right == 0)
            {
                return true;
            }

            if (Int128.Abs(left) > Largest / Int128.Abs(right))
            {
                return false;
            }

            result = left * right;
            return true;
        }
    }

    private readonly struct Negator : IUnary<Int128, Int128>
    {
        public bool TryApply(Int128 value, out Int128 result)
        {
            result = unchecked(-value);
            return true;
        }
    }

    private readonly struct Magnitude : IUnary<Int128, Int128>
    {
        public bool TryApply(Int128 value, out Int128 result)
        {
            result = value < 0 ? unchecked(-value) : value;
            return true;
        }
    }
}
