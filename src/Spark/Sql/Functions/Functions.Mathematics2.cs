// Written by tools/GenerateFunctions.cs. Change the lists, not this.
namespace Millrace.Spark.Sql;

/// <content>Mathematics.</content>
public static partial class Functions
{
    /// <summary>A random number from 0 to below 1 for each row.</summary>
    public static Column Rand(Column seed) =>
        Call("rand", [seed]);

    /// <summary>A random number of the standard normal distribution for each row.</summary>
    public static Column Randn(long seed) =>
        Call("randn", [seed]);

    /// <summary>A random number of the standard normal distribution for each row.</summary>
    public static Column Randn() =>
        Call("randn", []);

    /// <summary>A random number of the standard normal distribution for each row.</summary>
    public static Column Randn(Column seed) =>
        Call("randn", [seed]);

    /// <summary>A random number from 0 to below 1 for each row.</summary>
    public static Column Random() =>
        Call("random", []);

    /// <summary>A random number from 0 to below 1 for each row.</summary>
    public static Column Random(Column seed) =>
        Call("random", [seed]);

    /// <summary>A random text of letters and digits.</summary>
    public static Column Randstr(Column length) =>
        Call("randstr", [length]);

    /// <summary>A random text of letters and digits.</summary>
    public static Column Randstr(Column length, Column seed) =>
        Call("randstr", [length, seed]);

    /// <summary>The nearest whole number, halves to the even one, as a double.</summary>
    public static Column Rint(Column column) =>
        Call("rint", [column]);

    /// <summary>The nearest whole number, halves to the even one, as a double.</summary>
    public static Column Rint(string columnName) =>
        Call("rint", [Col(columnName)]);

    /// <summary>Rounded to so many digits, halves away from zero.</summary>
    public static Column Round(Column column) =>
        Call("round", [column]);

    /// <summary>Rounded to so many digits, halves away from zero.</summary>
    public static Column Round(Column column, int scale) =>
        Call("round", [column, scale]);

    /// <summary>Rounded to so many digits, halves away from zero.</summary>
    public static Column Round(Column column, Column scale) =>
        Call("round", [column, scale]);

    /// <summary>The secant of radians.</summary>
    public static Column Sec(Column column) =>
        Call("sec", [column]);

    /// <summary>Bits moved to the left.</summary>
    public static Column ShiftLeft(Column column, int numBits) =>
        Call("shiftleft", [column, numBits]);

    /// <summary>Bits moved to the left.</summary>
    public static Column Shiftleft(Column column, int numBits) =>
        Call("shiftleft", [column, numBits]);

    /// <summary>Bits moved to the left.</summary>
    public static Column ShiftLeft(Column column, Column bits) =>
        Call("shiftleft", [column, bits]);

    /// <summary>Bits moved to the right; the sign stays.</summary>
    public static Column ShiftRight(Column column, int numBits) =>
        Call("shiftright", [column, numBits]);

    /// <summary>Bits moved to the right; the sign stays.</summary>
    public static Column Shiftright(Column column, int numBits) =>
        Call("shiftright", [column, numBits]);

    /// <summary>Bits moved to the right; the sign stays.</summary>
    public static Column ShiftRight(Column column, Column bits) =>
        Call("shiftright", [column, bits]);

    /// <summary>Bits moved to the right, zeros coming in.</summary>
    public static Column ShiftRightUnsigned(Column column, int numBits) =>
        Call("shiftrightunsigned", [column, numBits]);

    /// <summary>Bits moved to the right, zeros coming in.</summary>
    public static Column Shiftrightunsigned(Column column, int numBits) =>
        Call("shiftrightunsigned", [column, numBits]);

    /// <summary>Bits moved to the right, zeros coming in.</summary>
    public static Column ShiftRightUnsigned(Column column, Column bits) =>
        Call("shiftrightunsigned", [column, bits]);

    /// <summary>-1, 0 or 1, by the sign.</summary>
    public static Column Sign(Column column) =>
        Call("sign", [column]);

    /// <summary>-1, 0 or 1, by the sign.</summary>
    public static Column Signum(Column column) =>
        Call("signum", [column]);

    /// <summary>-1, 0 or 1, by the sign.</summary>
    public static Column Signum(string columnName) =>
        Call("signum", [Col(columnName)]);

    /// <summary>The sine of radians.</summary>
    public static Column Sin(Column column) =>
        Call("sin", [column]);

    /// <summary>The sine of radians.</summary>
    public static Column Sin(string columnName) =>
        Call("sin", [Col(columnName)]);

    /// <summary>The hyperbolic sine.</summary>
    public static Column Sinh(Column column) =>
        Call("sinh", [column]);

    /// <summary>The hyperbolic sine.</summary>
    public static Column Sinh(string columnName) =>
        Call("sinh", [Col(columnName)]);

    /// <summary>The square root.</summary>
    public static Column Sqrt(Column column) =>
        Call("sqrt", [column]);

    /// <summary>The square root.</summary>
    public static Column Sqrt(string columnName) =>
        Call("sqrt", [Col(columnName)]);

    /// <summary>The tangent of radians.</summary>
    public static Column Tan(Column column) =>
        Call("tan", [column]);

    /// <summary>The tangent of radians.</summary>
    public static Column Tan(string columnName) =>
        Call("tan", [Col(columnName)]);

    /// <summary>The hyperbolic tangent.</summary>
    public static Column Tanh(Column column) =>
        Call("tanh", [column]);

    /// <summary>The hyperbolic tangent.</summary>
    public static Column Tanh(string columnName) =>
        Call("tanh", [Col(columnName)]);

    /// <summary>The sum, null where it overflows.</summary>
    public static Column TryAdd(Column left, Column right) =>
        Call("try_add", [left, right]);

    /// <summary>The quotient, null where the divisor is zero.</summary>
    public static Column TryDivide(Column left, Column right) =>
        Call("try_divide", [left, right]);

    /// <summary>The remainder, null where the divisor is zero.</summary>
    public static Column TryMod(Column left, Column right) =>
        Call("try_mod", [left, right]);

    /// <summary>The product, null where it overflows.</summary>
    public static Column TryMultiply(Column left, Column right) =>
        Call("try_multiply", [left, right]);

    /// <summary>The difference, null where it overflows.</summary>
    public static Column TrySubtract(Column left, Column right) =>
        Call("try_subtract", [left, right]);

    /// <summary>A random number between two bounds.</summary>
    public static Column Uniform(Column min, Column max) =>
        Call("uniform", [min, max]);

    /// <summary>A random number between two bounds.</summary>
    public static Column Uniform(Column min, Column max, Column seed) =>
        Call("uniform", [min, max, seed]);

    /// <summary>The number of the bucket, of equal width, into which a value falls.</summary>
    public static Column WidthBucket(Column value, Column min, Column max, Column buckets) =>
        Call("width_bucket", [value, min, max, buckets]);

    /// <summary>All bits turned.</summary>
    public static Column BitwiseNOT(Column column) =>
        Call("~", [column]);

    /// <summary>All bits turned.</summary>
    public static Column Bitwise_Not(Column column) =>
        Call("~", [column]);
}
