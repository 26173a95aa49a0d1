// Written by tools/GenerateFunctions.cs. Change the lists, not this.
namespace Millrace.Spark.Sql;

/// <content>Windows.</content>
public static partial class Functions
{
    /// <summary>The share of rows that are not after the current one.</summary>
    public static Column CumeDist() =>
        Call("cume_dist", []);

    /// <summary>The rank, without gaps after ties.</summary>
    public static Column DenseRank() =>
        Call("dense_rank", []);

    /// <summary>The value so many rows before.</summary>
    public static Column Lag(Column column, int offset, object? defaultValue = null) =>
        Call("lag", [column, offset, defaultValue]);

    /// <summary>The value so many rows before.</summary>
    public static Column Lag(string columnName, int offset, object? defaultValue = null) =>
        Call("lag", [Col(columnName), offset, defaultValue]);

    /// <summary>The value so many rows before.</summary>
    public static Column Lag(Column column, int offset, object? defaultValue, bool ignoreNulls) =>
        Call("lag", [column, offset, defaultValue, ignoreNulls]);

    /// <summary>The value so many rows before.</summary>
    public static Column Lag(Column column) =>
        Call("lag", [column]);

    /// <summary>The value so many rows before.</summary>
    public static Column Lag(Column column, Column offset) =>
        Call("lag", [column, offset]);

    /// <summary>The value so many rows before.</summary>
    public static Column Lag(Column column, Column offset, Column fallback) =>
        Call("lag", [column, offset, fallback]);

    /// <summary>The value so many rows after.</summary>
    public static Column Lead(Column column, int offset, object? defaultValue = null) =>
        Call("lead", [column, offset, defaultValue]);

    /// <summary>The value so many rows after.</summary>
    public static Column Lead(string columnName, int offset, object? defaultValue = null) =>
        Call("lead", [Col(columnName), offset, defaultValue]);

    /// <summary>The value so many rows after.</summary>
    public static Column Lead(Column column, int offset, object? defaultValue, bool ignoreNulls) =>
        Call("lead", [column, offset, defaultValue, ignoreNulls]);

    /// <summary>The value so many rows after.</summary>
    public static Column Lead(Column column) =>
        Call("lead", [column]);

    /// <summary>The value so many rows after.</summary>
    public static Column Lead(Column column, Column offset) =>
        Call("lead", [column, offset]);

    /// <summary>The value so many rows after.</summary>
    public static Column Lead(Column column, Column offset, Column fallback) =>
        Call("lead", [column, offset, fallback]);

    /// <summary>The value in the so-manyth row of the frame.</summary>
    public static Column NthValue(Column column, int offset, bool ignoreNulls = false) =>
        Call("nth_value", [column, offset, ignoreNulls]);

    /// <summary>The value in the so-manyth row of the frame.</summary>
    public static Column NthValue(Column column, Column offset) =>
        Call("nth_value", [column, offset]);

    /// <summary>The number of the part, of so many, in which the row is.</summary>
    public static Column Ntile(int n) =>
        Call("ntile", [n]);

    /// <summary>The number of the part, of so many, in which the row is.</summary>
    public static Column Ntile(Column count) =>
        Call("ntile", [count]);

    /// <summary>The rank as a share from 0 to 1.</summary>
    public static Column PercentRank() =>
        Call("percent_rank", []);

    /// <summary>The rank, with gaps after ties.</summary>
    public static Column Rank() =>
        Call("rank", []);

    /// <summary>The number of the row, from 1.</summary>
    public static Column RowNumber() =>
        Call("row_number", []);
}
