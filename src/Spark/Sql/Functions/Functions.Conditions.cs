// Written by tools/GenerateFunctions.cs. Change the lists, not this.
namespace Millrace.Spark.Sql;

/// <content>Conditions.</content>
public static partial class Functions
{
    /// <summary>Null where a condition holds, an error elsewhere.</summary>
    public static Column AssertTrue(Column column) =>
        Call("assert_true", [column]);

    /// <summary>Null where a condition holds, an error elsewhere.</summary>
    public static Column AssertTrue(Column column, Column errMsg) =>
        Call("assert_true", [column, errMsg]);

    /// <summary>The first value that is not null.</summary>
    public static Column Coalesce(params Column[] columns) =>
        Call("coalesce", [.. columns]);

    /// <summary>Whether both are equal, where null equals null.</summary>
    public static Column EqualNull(Column left, Column right) =>
        Call("equal_null", [left, right]);

    /// <summary>The greatest of several values; nulls are passed over.</summary>
    public static Column Greatest(params Column[] columns) =>
        Call("greatest", [.. columns]);

    /// <summary>The greatest of several values; nulls are passed over.</summary>
    public static Column Greatest(string columnName, params string[] columnNames) =>
        Call("greatest", [Col(columnName), .. columnNames.Select(Col)]);

    /// <summary>One of two values, by a condition.</summary>
    public static Column If(Column condition, Column then, Column otherwise) =>
        Call("if", [condition, then, otherwise]);

    /// <summary>A value, or another where it is null.</summary>
    public static Column Ifnull(Column column, Column otherwise) =>
        Call("ifnull", [column, otherwise]);

    /// <summary>Whether a value is not a number.</summary>
    public static Column IsNaN(Column column) =>
        Call("isnan", [column]);

    /// <summary>Whether a value is not null.</summary>
    public static Column IsNotNull(Column column) =>
        Call("isnotnull", [column]);

    /// <summary>Whether a value is null.</summary>
    public static Column IsNull(Column column) =>
        Call("isnull", [column]);

    /// <summary>The least of several values; nulls are passed over.</summary>
    public static Column Least(params Column[] columns) =>
        Call("least", [.. columns]);

    /// <summary>The least of several values; nulls are passed over.</summary>
    public static Column Least(string columnName, params string[] columnNames) =>
        Call("least", [Col(columnName), .. columnNames.Select(Col)]);

    /// <summary>A value, or another where it is not a number.</summary>
    public static Column NaNvl(Column column1, Column column2) =>
        Call("nanvl", [column1, column2]);

    /// <summary>The negated condition.</summary>
    public static Column Not(Column column) =>
        Call("not", [column]);

    /// <summary>A value, null where it equals another.</summary>
    public static Column Nullif(Column column, Column other) =>
        Call("nullif", [column, other]);

    /// <summary>A number, null where it is zero.</summary>
    public static Column Nullifzero(Column column) =>
        Call("nullifzero", [column]);

    /// <summary>A value, or another where it is null.</summary>
    public static Column Nvl(Column column, Column otherwise) =>
        Call("nvl", [column, otherwise]);

    /// <summary>One of two values, by whether a column is not null.</summary>
    public static Column Nvl2(Column column, Column then, Column otherwise) =>
        Call("nvl2", [column, then, otherwise]);

    /// <summary>An error with a message.</summary>
    public static Column RaiseError(Column errMsg) =>
        Call("raise_error", [errMsg]);

    /// <summary>A number, zero where it is null.</summary>
    public static Column Zeroifnull(Column column) =>
        Call("zeroifnull", [column]);
}
