// Written by tools/GenerateFunctions.cs. Change the lists, not this.
namespace Millrace.Spark.Sql;

/// <content>Mathematics.</content>
public static partial class Functions
{
    /// <summary>The absolute value.</summary>
    public static Column Abs(Column column) =>
        Call("abs", [column]);

    /// <summary>The arc cosine, radians.</summary>
    public static Column Acos(Column column) =>
        Call("acos", [column]);

    /// <summary>The arc cosine, radians.</summary>
    public static Column Acos(string columnName) =>
        Call("acos", [Col(columnName)]);

    /// <summary>The inverse hyperbolic cosine.</summary>
    public static Column Acosh(Column column) =>
        Call("acosh", [column]);

    /// <summary>The inverse hyperbolic cosine.</summary>
    public static Column Acosh(string columnName) =>
        Call("acosh", [Col(columnName)]);

    /// <summary>The arc sine, radians.</summary>
    public static Column Asin(Column column) =>
        Call("asin", [column]);

    /// <summary>The arc sine, radians.</summary>
    public static Column Asin(string columnName) =>
        Call("asin", [Col(columnName)]);

    /// <summary>The inverse hyperbolic sine.</summary>
    public static Column Asinh(Column column) =>
        Call("asinh", [column]);

    /// <summary>The inverse hyperbolic sine.</summary>
    public static Column Asinh(string columnName) =>
        Call("asinh", [Col(columnName)]);

    /// <summary>The arc tangent, radians.</summary>
    public static Column Atan(Column column) =>
        Call("atan", [column]);

    /// <summary>The arc tangent, radians.</summary>
    public static Column Atan(string columnName) =>
        Call("atan", [Col(columnName)]);

    /// <summary>The angle of the point (x, y), radians.</summary>
    public static Column Atan2(Column y, Column x) =>
        Call("atan2", [y, x]);

    /// <summary>The angle of the point (x, y), radians.</summary>
    public static Column Atan2(Column y, string xName) =>
        Call("atan2", [y, Col(xName)]);

    /// <summary>The angle of the point (x, y), radians.</summary>
    public static Column Atan2(string yName, Column x) =>
        Call("atan2", [Col(yName), x]);

    /// <summary>The angle of the point (x, y), radians.</summary>
    public static Column Atan2(string yName, string xName) =>
        Call("atan2", [Col(yName), Col(xName)]);

    /// <summary>The angle of the point (x, y), radians.</summary>
    public static Column Atan2(Column y, double xValue) =>
        Call("atan2", [y, xValue]);

    /// <summary>The angle of the point (x, y), radians.</summary>
    public static Column Atan2(string yName, double xValue) =>
        Call("atan2", [Col(yName), xValue]);

    /// <summary>The angle of the point (x, y), radians.</summary>
    public static Column Atan2(double yValue, Column x) =>
        Call("atan2", [yValue, x]);

    /// <summary>The angle of the point (x, y), radians.</summary>
    public static Column Atan2(double yValue, string xName) =>
        Call("atan2", [yValue, Col(xName)]);

    /// <summary>The inverse hyperbolic tangent.</summary>
    public static Column Atanh(Column column) =>
        Call("atanh", [column]);

    /// <summary>The inverse hyperbolic tangent.</summary>
    public static Column Atanh(string columnName) =>
        Call("atanh", [Col(columnName)]);

    /// <summary>A whole number in binary digits.</summary>
    public static Column Bin(Column column) =>
        Call("bin", [column]);

    /// <summary>A whole number in binary digits.</summary>
    public static Column Bin(string columnName) =>
        Call("bin", [Col(columnName)]);

    /// <summary>The number of bits that are set.</summary>
    public static Column BitCount(Column column) =>
        Call("bit_count", [column]);

    /// <summary>The bit at a position, from the right, from 0.</summary>
    public static Column BitGet(Column column, Column position) =>
        Call("bit_get", [column, position]);

    /// <summary>Rounded to so many digits, halves to the even neighbour.</summary>
    public static Column Bround(Column column) =>
        Call("bround", [column]);

    /// <summary>Rounded to so many digits, halves to the even neighbour.</summary>
    public static Column Bround(Column column, int scale) =>
        Call("bround", [column, scale]);

    /// <summary>Rounded to so many digits, halves to the even neighbour.</summary>
    public static Column Bround(Column column, Column scale) =>
        Call("bround", [column, scale]);

    /// <summary>The cube root.</summary>
    public static Column Cbrt(Column column) =>
        Call("cbrt", [column]);

    /// <summary>The cube root.</summary>
    public static Column Cbrt(string columnName) =>
        Call("cbrt", [Col(columnName)]);

    /// <summary>The next greater whole number, or number with so many digits.</summary>
    public static Column Ceil(Column column) =>
        Call("ceil", [column]);

    /// <summary>The next greater whole number, or number with so many digits.</summary>
    public static Column Ceil(string columnName) =>
        Call("ceil", [Col(columnName)]);

    /// <summary>The next greater whole number, or number with so many digits.</summary>
    public static Column Ceil(Column column, Column scale) =>
        Call("ceil", [column, scale]);

    /// <summary>The next greater whole number, or number with so many digits.</summary>
    public static Column Ceiling(Column column) =>
        Call("ceiling", [column]);

    /// <summary>The next greater whole number, or number with so many digits.</summary>
    public static Column Ceiling(Column column, Column scale) =>
        Call("ceiling", [column, scale]);

    /// <summary>A number's digits in another base.</summary>
    public static Column Conv(Column column, int fromBase, int toBase) =>
        Call("conv", [column, fromBase, toBase]);

    /// <summary>A number's digits in another base.</summary>
    public static Column Conv(Column column, Column fromBase, Column toBase) =>
        Call("conv", [column, fromBase, toBase]);

    /// <summary>The cosine of radians.</summary>
    public static Column Cos(Column column) =>
        Call("cos", [column]);

    /// <summary>The cosine of radians.</summary>
    public static Column Cos(string columnName) =>
        Call("cos", [Col(columnName)]);

    /// <summary>The hyperbolic cosine.</summary>
    public static Column Cosh(Column column) =>
        Call("cosh", [column]);

    /// <summary>The hyperbolic cosine.</summary>
    public static Column Cosh(string columnName) =>
        Call("cosh", [Col(columnName)]);

    /// <summary>The cotangent of radians.</summary>
    public static Column Cot(Column column) =>
        Call("cot", [column]);

    /// <summary>The cosecant of radians.</summary>
    public static Column Csc(Column column) =>
        Call("csc", [column]);

    /// <summary>Radians in degrees.</summary>
    public static Column Degrees(Column column) =>
        Call("degrees", [column]);

    /// <summary>Radians in degrees.</summary>
    public static Column Degrees(string columnName) =>
        Call("degrees", [Col(columnName)]);

    /// <summary>Euler's number.</summary>
    public static Column E() =>
        Call("e", []);

    /// <summary>e to a power.</summary>
    public static Column Exp(Column column) =>
        Call("exp", [column]);

    /// <summary>e to a power.</summary>
    public static Column Exp(string columnName) =>
        Call("exp", [Col(columnName)]);

    /// <summary>e to a power, less 1, exact near 0.</summary>
    public static Column Expm1(Column column) =>
        Call("expm1", [column]);

    /// <summary>e to a power, less 1, exact near 0.</summary>
    public static Column Expm1(string columnName) =>
        Call("expm1", [Col(columnName)]);

    /// <summary>The factorial.</summary>
    public static Column Factorial(Column column) =>
        Call("factorial", [column]);

    /// <summary>The next smaller whole number, or number with so many digits.</summary>
    public static Column Floor(Column column) =>
        Call("floor", [column]);

    /// <summary>The next smaller whole number, or number with so many digits.</summary>
    public static Column Floor(string columnName) =>
        Call("floor", [Col(columnName)]);

    /// <summary>The next smaller whole number, or number with so many digits.</summary>
    public static Column Floor(Column column, Column scale) =>
        Call("floor", [column, scale]);

    /// <summary>The bit at a position, from the right, from 0.</summary>
    public static Column Getbit(Column column, Column position) =>
        Call("getbit", [column, position]);

    /// <summary>The length of a hypotenuse.</summary>
    public static Column Hypot(Column left, Column right) =>
        Call("hypot", [left, right]);

    /// <summary>The length of a hypotenuse.</summary>
    public static Column Hypot(Column left, string rightName) =>
        Call("hypot", [left, Col(rightName)]);

    /// <summary>The length of a hypotenuse.</summary>
    public static Column Hypot(string leftName, Column right) =>
        Call("hypot", [Col(leftName), right]);

    /// <summary>The length of a hypotenuse.</summary>
    public static Column Hypot(string leftName, string rightName) =>
        Call("hypot", [Col(leftName), Col(rightName)]);

    /// <summary>The length of a hypotenuse.</summary>
    public static Column Hypot(Column left, double right) =>
        Call("hypot", [left, right]);

    /// <summary>The length of a hypotenuse.</summary>
    public static Column Hypot(string leftName, double right) =>
        Call("hypot", [Col(leftName), right]);

    /// <summary>The length of a hypotenuse.</summary>
    public static Column Hypot(double left, Column right) =>
        Call("hypot", [left, right]);

    /// <summary>The length of a hypotenuse.</summary>
    public static Column Hypot(double left, string rightName) =>
        Call("hypot", [left, Col(rightName)]);

    /// <summary>The natural logarithm.</summary>
    public static Column Ln(Column column) =>
        Call("ln", [column]);

    /// <summary>The natural logarithm; with two arguments, to the base that is the first.</summary>
    public static Column Log(Column column) =>
        Call("log", [column]);

    /// <summary>The natural logarithm; with two arguments, to the base that is the first.</summary>
    public static Column Log(string columnName) =>
        Call("log", [Col(columnName)]);

    /// <summary>The natural logarithm; with two arguments, to the base that is the first.</summary>
    public static Column Log(double logBase, Column column) =>
        Call("log", [logBase, column]);

    /// <summary>The natural logarithm; with two arguments, to the base that is the first.</summary>
    public static Column Log(double logBase, string columnName) =>
        Call("log", [logBase, Col(columnName)]);

    /// <summary>The logarithm to base 10.</summary>
    public static Column Log10(Column column) =>
        Call("log10", [column]);

    /// <summary>The logarithm to base 10.</summary>
    public static Column Log10(string columnName) =>
        Call("log10", [Col(columnName)]);

    /// <summary>The natural logarithm of 1 plus a number, exact near 0.</summary>
    public static Column Log1p(Column column) =>
        Call("log1p", [column]);

    /// <summary>The natural logarithm of 1 plus a number, exact near 0.</summary>
    public static Column Log1p(string columnName) =>
        Call("log1p", [Col(columnName)]);

    /// <summary>The logarithm to base 2.</summary>
    public static Column Log2(Column column) =>
        Call("log2", [column]);

    /// <summary>The logarithm to base 2.</summary>
    public static Column Log2(string columnName) =>
        Call("log2", [Col(columnName)]);

    /// <summary>The remainder, with the sign of the left one.</summary>
    public static Column Mod(Column left, Column right) =>
        Call("mod", [left, right]);

    /// <summary>The negated number.</summary>
    public static Column Negate(Column column) =>
        Call("negative", [column]);

    /// <summary>The negated number.</summary>
    public static Column Negative(Column column) =>
        Call("negative", [column]);

    /// <summary>The ratio of a circle's circumference to its diameter.</summary>
    public static Column Pi() =>
        Call("pi", []);

    /// <summary>The remainder that is not negative.</summary>
    public static Column Pmod(Column left, Column right) =>
        Call("pmod", [left, right]);

    /// <summary>The number itself.</summary>
    public static Column Positive(Column column) =>
        Call("positive", [column]);

    /// <summary>A power.</summary>
    public static Column Pow(Column left, Column right) =>
        Call("pow", [left, right]);

    /// <summary>A power.</summary>
    public static Column Pow(Column left, string rightName) =>
        Call("pow", [left, Col(rightName)]);

    /// <summary>A power.</summary>
    public static Column Pow(string leftName, Column right) =>
        Call("pow", [Col(leftName), right]);

    /// <summary>A power.</summary>
    public static Column Pow(string leftName, string rightName) =>
        Call("pow", [Col(leftName), Col(rightName)]);

    /// <summary>A power.</summary>
    public static Column Pow(Column left, double right) =>
        Call("pow", [left, right]);

    /// <summary>A power.</summary>
    public static Column Pow(string leftName, double right) =>
        Call("pow", [Col(leftName), right]);

    /// <summary>A power.</summary>
    public static Column Pow(double left, Column right) =>
        Call("pow", [left, right]);

    /// <summary>A power.</summary>
    public static Column Pow(double left, string rightName) =>
        Call("pow", [left, Col(rightName)]);

    /// <summary>A power.</summary>
    public static Column Power(Column left, Column right) =>
        Call("power", [left, right]);

    /// <summary>Degrees in radians.</summary>
    public static Column Radians(Column column) =>
        Call("radians", [column]);

    /// <summary>Degrees in radians.</summary>
    public static Column Radians(string columnName) =>
        Call("radians", [Col(columnName)]);

    /// <summary>A random number from 0 to below 1 for each row.</summary>
    public static Column Rand(long seed) =>
        Call("rand", [seed]);

    /// <summary>A random number from 0 to below 1 for each row.</summary>
    public static Column Rand() =>
        Call("rand", []);
}
