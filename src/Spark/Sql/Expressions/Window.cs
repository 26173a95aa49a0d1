namespace Millrace.Spark.Sql.Expressions;

/// <summary>Starts the description of a window.</summary>
public static class Window
{
    /// <summary>A bound at the first row of the partition.</summary>
    public static long UnboundedPreceding => long.MinValue;

    /// <summary>A bound at the last row of the partition.</summary>
    public static long UnboundedFollowing => long.MaxValue;

    /// <summary>A bound at the current row.</summary>
    public static long CurrentRow => 0;

    internal static WindowSpec Empty { get; } = new([], [], null);

    /// <summary>Rows with equal values form a partition.</summary>
    public static WindowSpec PartitionBy(string colName, params string[] colNames) => Empty.PartitionBy(colName, colNames);

    /// <inheritdoc cref="PartitionBy(string, string[])"/>
    public static WindowSpec PartitionBy(params Column[] columns) => Empty.PartitionBy(columns);

    /// <summary>The order of rows in a partition.</summary>
    public static WindowSpec OrderBy(string colName, params string[] colNames) => Empty.OrderBy(colName, colNames);

    /// <inheritdoc cref="OrderBy(string, string[])"/>
    public static WindowSpec OrderBy(params Column[] columns) => Empty.OrderBy(columns);

    /// <summary>The rows from one offset to another, 0 being the current row.</summary>
    public static WindowSpec RowsBetween(long start, long end) => Empty.RowsBetween(start, end);

    /// <summary>The rows whose order value lies between two distances from the current row's.</summary>
    public static WindowSpec RangeBetween(long start, long end) => Empty.RangeBetween(start, end);

    /// <inheritdoc cref="RangeBetween(long, long)"/>
    public static WindowSpec RangeBetween(Column start, Column end) => Empty.RangeBetween(start, end);
}
