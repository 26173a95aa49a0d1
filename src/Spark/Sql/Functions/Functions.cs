using System.Diagnostics.CodeAnalysis;

namespace Millrace.Spark.Sql;

/// <summary>
/// Functions over columns. Those that have a member of the same name in Microsoft.Spark take the same arguments; every built-in
/// function of Spark 4 also takes columns for all of its arguments.
/// </summary>
[SuppressMessage("Naming", "CA1707", Justification = "Microsoft.Spark's names.")]
[SuppressMessage("Naming", "CA1708", Justification = "Microsoft.Spark's names: some differ by case only.")]
public static partial class Functions
{
    internal const string UnboundedPrecedingMark = "unboundedpreceding";
    internal const string UnboundedFollowingMark = "unboundedfollowing";
    internal const string CurrentRowMark = "currentrow";

    /// <summary>A column by name; <c>*</c> is all of them.</summary>
    public static Column Column(string columnName) => Col(columnName);

    /// <summary>A column by name; <c>*</c> is all of them, <c>x.*</c> those of <c>x</c>.</summary>
    public static Column Col(string columnName) => columnName switch
    {
        "*" => new Column(new() { UnresolvedStar = new() }),
        _ when columnName.EndsWith(".*", StringComparison.Ordinal) => new Column(new() { UnresolvedStar = new() { UnparsedTarget = columnName } }),
        _ => new Column(new() { UnresolvedAttribute = new() { UnparsedIdentifier = columnName } }),
    };

    /// <summary>A value as a column; a column stays as it is.</summary>
    public static Column Lit(object? literal) => new(Literals.Expression(literal));

    /// <summary>An expression in SQL.</summary>
    public static Column Expr(string expr) => new(new() { ExpressionString = new() { Expression = expr } });

    /// <summary>Ascending, nulls first.</summary>
    public static Column Asc(string columnName) => Col(columnName).Asc();

    /// <summary>Ascending, nulls first.</summary>
    public static Column AscNullsFirst(string columnName) => Col(columnName).AscNullsFirst();

    /// <summary>Ascending, nulls last.</summary>
    public static Column AscNullsLast(string columnName) => Col(columnName).AscNullsLast();

    /// <summary>Descending, nulls last.</summary>
    public static Column Desc(string columnName) => Col(columnName).Desc();

    /// <summary>Descending, nulls first.</summary>
    public static Column DescNullsFirst(string columnName) => Col(columnName).DescNullsFirst();

    /// <summary>Descending, nulls last.</summary>
    public static Column DescNullsLast(string columnName) => Col(columnName).DescNullsLast();

    /// <summary>The number of distinct values.</summary>
    public static Column CountDistinct(Column column, params Column[] columns) =>
        Sql.Column.Function("count", [column.Expression, .. columns.Select(static c => c.Expression)], distinct: true);

    /// <summary>The number of distinct values.</summary>
    public static Column CountDistinct(string columnName, params string[] columnNames) =>
        CountDistinct(Col(columnName), [.. columnNames.Select(Col)]);

    /// <summary>The number of distinct values.</summary>
    public static Column Count_Distinct(Column column, params Column[] columns) => CountDistinct(column, columns);

    /// <summary>The sum of the distinct values.</summary>
    public static Column SumDistinct(Column column) => Sql.Column.Function("sum", [column.Expression], distinct: true);

    /// <summary>The sum of the distinct values.</summary>
    public static Column SumDistinct(string columnName) => SumDistinct(Col(columnName));

    /// <summary>The sum of the distinct values.</summary>
    public static Column Sum_Distinct(Column column) => SumDistinct(column);

    /// <summary>A bound at the first row of the partition, for <c>RangeBetween</c>.</summary>
    public static Column UnboundedPreceding() => Sql.Column.Call(UnboundedPrecedingMark);

    /// <summary>A bound at the last row of the partition, for <c>RangeBetween</c>.</summary>
    public static Column UnboundedFollowing() => Sql.Column.Call(UnboundedFollowingMark);

    /// <summary>A bound at the current row, for <c>RangeBetween</c>.</summary>
    public static Column CurrentRow() => Sql.Column.Call(CurrentRowMark);

    /// <summary>A value where a condition holds, null elsewhere; <c>When</c> and <c>Otherwise</c> go on.</summary>
    public static Column When(Column condition, object? value) => Sql.Column.Call("when", condition, value);

    /// <summary>A hint that a query is small enough to be sent whole to every executor.</summary>
    public static DataFrame Broadcast(DataFrame df) => df.Hint("broadcast");

    /// <summary>A function by name, built-in or registered.</summary>
    public static Column CallUDF(string udfName, params Column[] columns)
    {
        var call = new Protos.CallFunction { FunctionName = udfName };
        call.Arguments.AddRange(columns.Select(static c => c.Expression));
        return new Column(new() { CallFunction = call });
    }

    /// <inheritdoc cref="CallUDF"/>
    public static Column Call_UDF(string udfName, params Column[] columns) => CallUDF(udfName, columns);

    /// <inheritdoc cref="CallUDF"/>
    public static Column CallFunction(string name, params Column[] columns) => CallUDF(name, columns);

    private static Column Call(string name, object?[] arguments) => Sql.Column.Call(name, arguments);

    private static Column Call(string name, Dictionary<string, string>? options, object?[] arguments) => options is null
        ? Sql.Column.Call(name, arguments)
        : Sql.Column.Call(name, [.. arguments, Sql.Column.Call("map", [.. options.SelectMany(static o => new object[] { o.Key, o.Value })])]);

    private static Column Lambda(Func<Column, Column> body) => Sql.Column.Lambda(["x"], a => body(a[0]));

    private static Column Lambda(Func<Column, Column, Column> body) => Sql.Column.Lambda(["x", "y"], a => body(a[0], a[1]));

    private static Column Lambda(Func<Column, Column, Column, Column> body) => Sql.Column.Lambda(["x", "y", "z"], a => body(a[0], a[1], a[2]));
}
