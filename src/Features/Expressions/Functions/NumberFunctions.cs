using Millrace.Exact;
using Millrace.Features.Expressions.Vectors;

namespace Millrace.Features.Expressions.Functions;

/// <summary>Arithmetic over int and float. Integer overflow, division by zero and anything not finite have no result.</summary>
internal static class NumberFunctions
{
    private static readonly Parameter[] TwoInts = [Parameter.Int, Parameter.Int];
    private static readonly Parameter[] TwoFloats = [Parameter.Float, Parameter.Float];

    public static IEnumerable<FunctionDefinition> All()
    {
        yield return new("+", "a + b", "the sum", [Ints<AddInts>(), Floats<AddFloats>(), DecimalFunctions.Sum(subtract: false)],
        [
            new("1 + 2", "3"), new("1.5 + 2", "3.5"), new("9223372036854775807 + 1", "no result"), new("1 + null", "null"),
            new("to_decimal('0.10', 9, 2) + to_decimal('0.005', 9, 3)", "0.105"),
        ]);
        yield return new("-", "a - b", "the difference", [Ints<SubtractInts>(), Floats<SubtractFloats>(), DecimalFunctions.Sum(subtract: true)],
        [
            new("1 - 2", "-1"), new("1.5 - 2", "-0.5"), new("-9223372036854775808 - 1", "no result"),
            new("to_decimal('1.00', 9, 2) - to_decimal('0.01', 9, 2)", "0.99"),
        ]);
        yield return new("*", "a * b", "the product; of decimals the scales add up",
            [Ints<MultiplyInts>(), Floats<MultiplyFloats>(), DecimalFunctions.Product()],
        [
            new("6 * 7", "42"), new("1.5 * 60.0", "90"), new("4611686018427387904 * 2", "no result"), new("1e200 * 1e200", "no result"),
            new("to_decimal('1.50', 9, 2) * to_decimal('0.5', 9, 1)", "0.750"),
        ]);
        yield return new("/", "a / b", "the quotient of floats; for whole numbers see div", [Floats<DivideFloats>()],
        [
            new("7.0 / 2.0", "3.5"), new("1.0 / 0.0", "no result"), new("0.0 / 0.0", "no result"),
        ]);
        yield return new("%", "a % b", "the remainder, with the sign of a", [Ints<Remainder>()],
        [
            new("7 % 3", "1"), new("-7 % 3", "-1"), new("7 % 0", "no result"),
        ]);
        yield return new("div", "div(a, b)", "the quotient cut off towards zero", [Ints<Divide>()],
        [
            new("div(7, 2)", "3"), new("div(-7, 2)", "-3"), new("div(7, 0)", "no result"), new("div(-9223372036854775808, -1)", "no result"),
        ]);
        yield return new("negate", "-a", "the negative",
            [Unary<long, NegateInt>(ValueType.Int, Parameter.Int), Unary<double, NegateFloat>(ValueType.Float, Parameter.Float), DecimalFunctions.Negate()],
            [new("-(3)", "-3"), new("-(1.5)", "-1.5"), new("-(-9223372036854775808)", "no result")]);
        yield return new("abs", "abs(a)", "the magnitude",
            [Unary<long, AbsInt>(ValueType.Int, Parameter.Int), Unary<double, AbsFloat>(ValueType.Float, Parameter.Float), DecimalFunctions.Abs()],
            [new("abs(-3)", "3"), new("abs(-1.5)", "1.5"), new("abs(-9223372036854775808)", "no result"), new("abs(null)", "null")]);
        yield return new("sign", "sign(a)", "−1, 0 or 1",
            [Overload.Of(ValueType.Int, call => MapKernels.Unary<long, long, SignInt>(call, default), Parameter.Int),
             Overload.Of(ValueType.Int, call => MapKernels.Unary<double, long, SignFloat>(call, default), Parameter.Float)],
            [new("sign(-3)", "-1"), new("sign(0)", "0"), new("sign(0.1)", "1")]);
        yield return new("min", "min(a, b)", "the smaller", [Ints<MinInts>(), Floats<MinFloats>()],
            [new("min(1, 2)", "1"), new("min(2.5, -1.0)", "-1"), new("min(1, null)", "null")]);
        yield return new("max", "max(a, b)", "the larger", [Ints<MaxInts>(), Floats<MaxFloats>()],
            [new("max(1, 2)", "2"), new("max(2.5, -1.0)", "2.5"), new("max(1, null)", "null")]);
        yield return Rounding<FloorFloat>("floor", "the largest whole number not above", [new("floor(1.5)", "1"), new("floor(-1.5)", "-2")]);
        yield return Rounding<CeilingFloat>("ceil", "the smallest whole number not below", [new("ceil(1.5)", "2"), new("ceil(-1.5)", "-1")]);
        yield return Rounding<TruncateFloat>("trunc", "the whole number towards zero", [new("trunc(1.7)", "1"), new("trunc(-1.7)", "-1")]);
        yield return new("round", "round(a) or round(a, places)", "a to the nearest whole number or decimal place (0–15), halves to even",
            [Unary<double, RoundFloat>(ValueType.Float, Parameter.Float),
             new([Parameter.Float, Parameter.LiteralInt], _ => ValueType.Float, BindRound)],
            [new("round(2.5)", "2"), new("round(3.5)", "4"), new("round(-2.5)", "-2"), new("round(0.125, 2)", "0.12"), new("round(1.2345, 3)", "1.234")]);
        yield return new("sqrt", "sqrt(a)", "the square root", [Unary<double, SquareRoot>(ValueType.Float, Parameter.Float)],
            [new("sqrt(2.25)", "1.5"), new("sqrt(-1.0)", "no result"), new("sqrt(0.0)", "0")]);
        yield return Elementary<Exponential>("exp", "e to the power of a", [new("exp(0.0)", "1"), new("exp(1000.0)", "no result")]);
        yield return Elementary<Logarithm>("ln", "the natural logarithm", [new("ln(1.0)", "0"), new("ln(0.0)", "no result"), new("ln(-1.0)", "no result")]);
        yield return Elementary<LogarithmOfOneMore>("log1p", "the natural logarithm of 1 + a", [new("log1p(0.0)", "0"), new("log1p(-1.0)", "no result")]);
        yield return new("pow", "pow(a, b)", "a to the power of b", [Floats<Power>()],
            [new("pow(2.0, 10.0)", "1024"), new("pow(-8.0, 0.5)", "no result"), new("pow(10.0, 400.0)", "no result")]);
        yield return new("is_nan", "is_nan(a)", "whether a is NaN", [Predicate<IsNan>()], [new("is_nan(1.0)", "false"), new("is_nan(null)", "null")]);
        yield return new("is_finite", "is_finite(a)", "whether a is neither NaN nor infinite", [Predicate<IsFinite>()],
            [new("is_finite(1.0)", "true"), new("is_finite(null)", "null")]);
    }

    private static Overload Ints<TFunction>()
        where TFunction : struct, IBinary<long, long, long> =>
        Overload.Of(ValueType.Int, call => MapKernels.Binary<long, long, long, TFunction>(call, default), TwoInts);

    private static Overload Floats<TFunction>()
        where TFunction : struct, IBinary<double, double, double> =>
        Overload.Of(ValueType.Float, call => MapKernels.Binary<double, double, double, TFunction>(call, default), TwoFloats);

    private static Overload Unary<T, TFunction>(ValueType type, Parameter parameter)
        where T : unmanaged
        where TFunction : struct, IUnary<T, T> =>
        Overload.Of(type, call => MapKernels.Unary<T, T, TFunction>(call, default), parameter);

    private static Overload Predicate<TFunction>()
        where TFunction : struct, IUnary<double, bool> =>
        Overload.Of(ValueType.Bool, call => MapKernels.Predicate<double, TFunction>(call, default), Parameter.Float);

    private static FunctionDefinition Rounding<TFunction>(string name, string meaning, FunctionCase[] cases)
        where TFunction : struct, IUnary<double, double> =>
        new(name, $"{name}(a)", meaning, [Unary<double, TFunction>(ValueType.Float, Parameter.Float)], cases);

    /// <summary>A function by our own polynomials: the same bits on every machine.</summary>
    private static FunctionDefinition Elementary<TFunction>(string name, string meaning, FunctionCase[] cases)
        where TFunction : struct, IUnary<double, double> =>
        new(name, $"{name}(a)", meaning, [Unary<double, TFunction>(ValueType.Float, Parameter.Float)], cases);

    private static Kernel BindRound(BindCall call)
    {
        var places = call.Int(1);
        if (places is < 0 or > 15)
        {
            return call.Fail(1, "round takes 0 to 15 places");
        }

        var factor = (double)Contracts.Decimals.Power((int)places);
        return run => MapKernels.Unary<double, double, RoundPlaces>(run, new RoundPlaces(factor));
    }

    private readonly struct AddInts : IBinary<long, long, long>
    {
        public bool TryApply(long left, long right, out long result)
        {
            result = unchecked(left + right);
            return ((left ^ result) & (right ^ result)) >= 0;
        }
    }

    private readonly struct SubtractInts : IBinary<long, long, long>
    {
        public bool TryApply(long left, long right, out long result)
        {
            result = unchecked(left - right);
            return ((left ^ right) & (left ^ result)) >= 0;
        }
    }

    private readonly struct MultiplyInts : IBinary<long, long, long>
    {
        public bool TryApply(long left, long right, out long result) => Math.BigMul(left, right, out result) == result >> 63;
    }

    private readonly struct Divide : IBinary<long, long, long>
    {
        public bool TryApply(long left, long right, out long result)
        {
            var defined = right != 0 && !(right == -1 && left == long.MinValue);
            result = defined ? left / right : 0;
            return defined;
        }
    }

    private readonly struct Remainder : IBinary<long, long, long>
    {
        public bool TryApply(long left, long right, out long result)
        {
            result = right is 0 or -1 ? 0 : left % right;
            return right != 0;
        }
    }

    private readonly struct AddFloats : IBinary<double, double, double>
    {
        public bool TryApply(double left, double right, out double result) => double.IsFinite(result = left + right);
    }

    private readonly struct SubtractFloats : IBinary<double, double, double>
    {
        public bool TryApply(double left, double right, out double result) => double.IsFinite(result = left - right);
    }

    private readonly struct MultiplyFloats : IBinary<double, double, double>
    {
        public bool TryApply(double left, double right, out double result) => double.IsFinite(result = left * right);
    }

    private readonly struct DivideFloats : IBinary<double, double, double>
    {
        public bool TryApply(double left, double right, out double result) => double.IsFinite(result = left / right);
    }

    private readonly struct MinInts : IBinary<long, long, long>
    {
        public bool TryApply(long left, long right, out long result)
        {
            result = Math.Min(left, right);
            return true;
        }
    }

    private readonly struct MaxInts : IBinary<long, long, long>
    {
        public bool TryApply(long left, long right, out long result)
        {
            result = Math.Max(left, right);
            return true;
        }
    }

    private readonly struct MinFloats : IBinary<double, double, double>
    {
        public bool TryApply(double left, double right, out double result) => double.IsFinite(result = Math.Min(left, right));
    }

    private readonly struct MaxFloats : IBinary<double, double, double>
    {
        public bool TryApply(double left, double right, out double result) => double.IsFinite(result = Math.Max(left, right));
    }

    private readonly struct NegateInt : IUnary<long, long>
    {
        public bool TryApply(long value, out long result)
        {
            result = unchecked(-value);
            return value != long.MinValue;
        }
    }

    private readonly struct NegateFloat : IUnary<double, double>
    {
        public bool TryApply(double value, out double result) => double.IsFinite(result = -value);
    }

    private readonly struct AbsInt : IUnary<long, long>
    {
        public bool TryApply(long value, out long result)
        {
            result = value < 0 ? unchecked(-value) : value;
            return value != long.MinValue;
        }
    }

    private readonly struct AbsFloat : IUnary<double, double>
    {
        public bool TryApply(double value, out double result) => double.IsFinite(result = Math.Abs(value));
    }

    private readonly struct SignInt : IUnary<long, long>
    {
        public bool TryApply(long value, out long result)
        {
            result = Math.Sign(value);
            return true;
        }
    }

    private readonly struct SignFloat : IUnary<double, long>
    {
        public bool TryApply(double value, out long result)
        {
            result = value > 0 ? 1 : value < 0 ? -1 : 0;
            return !double.IsNaN(value);
        }
    }

    private readonly struct FloorFloat : IUnary<double, double>
    {
        public bool TryApply(double value, out double result) => double.IsFinite(result = Math.Floor(value));
    }

    private readonly struct CeilingFloat : IUnary<double, double>
    {
        public bool TryApply(double value, out double result) => double.IsFinite(result = Math.Ceiling(value));
    }

    private readonly struct TruncateFloat : IUnary<double, double>
    {
        public bool TryApply(double value, out double result) => double.IsFinite(result = Math.Truncate(value));
    }

    private readonly struct RoundFloat : IUnary<double, double>
    {
        public bool TryApply(double value, out double result) => double.IsFinite(result = Math.Round(value, MidpointRounding.ToEven));
    }

    private readonly struct RoundPlaces(double factor) : IUnary<double, double>
    {
        public bool TryApply(double value, out double result) =>
            double.IsFinite(result = Math.Round(value * factor, MidpointRounding.ToEven) / factor);
    }

    private readonly struct SquareRoot : IUnary<double, double>
    {
        public bool TryApply(double value, out double result) => double.IsFinite(result = Math.Sqrt(value));
    }

    private readonly struct Exponential : IUnary<double, double>
    {
        public bool TryApply(double value, out double result) => double.IsFinite(result = ExactMath.Exp(value));
    }

    private readonly struct Logarithm : IUnary<double, double>
    {
        public bool TryApply(double value, out double result) => double.IsFinite(result = ExactMath.Log(value));
    }

    private readonly struct LogarithmOfOneMore : IUnary<double, double>
    {
        public bool TryApply(double value, out double result) => double.IsFinite(result = ExactMath.Log1p(value));
    }

    private readonly struct Power : IBinary<double, double, double>
    {
        public bool TryApply(double left, double right, out double result) => double.IsFinite(result = ExactMath.Pow(left, right));
    }

    private readonly struct IsNan : IUnary<double, bool>
    {
        public bool TryApply(double value, out bool result)
        {
            result = double.IsNaN(value);
            return true;
        }
    }

    private readonly struct IsFinite : IUnary<double, bool>
    {
        public bool TryApply(double value, out bool result)
        {
            result = double.IsFinite(value);
            return true;
        }
    }
}
