// Written by tools/GenerateFunctions.cs. Change the lists, not this.
namespace Millrace.Spark.Sql;

/// <content>Casts.</content>
public static partial class Functions
{
    /// <summary>The value as a whole number of 64 bits.</summary>
    public static Column Bigint(Column column) =>
        Call("bigint", [column]);

    /// <summary>The value as bytes.</summary>
    public static Column Binary(Column column) =>
        Call("binary", [column]);

    /// <summary>The value as a condition.</summary>
    public static Column Boolean(Column column) =>
        Call("boolean", [column]);

    /// <summary>The value as a date.</summary>
    public static Column Date(Column column) =>
        Call("date", [column]);

    /// <summary>The value as a decimal number.</summary>
    public static Column Decimal(Column column) =>
        Call("decimal", [column]);

    /// <summary>The value as a number of 64 bits.</summary>
    public static Column Double(Column column) =>
        Call("double", [column]);

    /// <summary>The value as a number of 32 bits.</summary>
    public static Column Float(Column column) =>
        Call("float", [column]);

    /// <summary>The value as a whole number of 32 bits.</summary>
    public static Column Int(Column column) =>
        Call("int", [column]);

    /// <summary>The value as a whole number of 16 bits.</summary>
    public static Column Smallint(Column column) =>
        Call("smallint", [column]);

    /// <summary>The value as text.</summary>
    public static Column String(Column column) =>
        Call("string", [column]);

    /// <summary>The value as a time of day.</summary>
    public static Column Time(Column column) =>
        Call("time", [column]);

    /// <summary>The value as a timestamp.</summary>
    public static Column Timestamp(Column column) =>
        Call("timestamp", [column]);

    /// <summary>The value as a whole number of 8 bits.</summary>
    public static Column Tinyint(Column column) =>
        Call("tinyint", [column]);

    /// <summary>The type, as SQL writes it.</summary>
    public static Column TypeOf(Column column) =>
        Call("typeof", [column]);
}
