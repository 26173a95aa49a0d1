namespace Millrace.Spark.Sql.Expressions;

/// <summary>Which rows an aggregate or ranking function looks at for each row. Immutable: each member gives a new one.</summary>
public sealed class WindowSpec
{
    private readonly Protos.Expression[] _partition;
    private readonly Protos.Expression.Types.SortOrder[] _order;
    private readonly Protos.Expression.Types.Window.Types.WindowFrame? _frame;

    internal WindowSpec(
        Protos.Expression[] partition, Protos.Expression.Types.SortOrder[] order, Protos.Expression.Types.Window.Types.WindowFrame? frame)
    {
        _partition = partition;
        _order = order;
        _frame = frame;
    }

    /// <summary>Rows with equal values form a partition.</summary>
    public WindowSpec PartitionBy(string colName, params string[] colNames) => PartitionBy(Columns(colName, colNames));

    /// <inheritdoc cref="PartitionBy(string, string[])"/>
    public WindowSpec PartitionBy(params Column[] columns) => new([.. columns.Select(static c => c.Expression)], _order, _frame);

    /// <summary>The order of rows in a partition.</summary>
    public WindowSpec OrderBy(string colName, params string[] colNames) => OrderBy(Columns(colName, colNames));

    /// <inheritdoc cref="OrderBy(string, string[])"/>
    public WindowSpec OrderBy(params Column[] columns) => new(_partition, [.. columns.Select(static c => c.SortOrder())], _frame);

    /// <summary>The rows from one offset to another, 0 being the current row.</summary>
    public WindowSpec RowsBetween(long start, long end) =>
        Framed(Protos.Expression.Types.Window.Types.WindowFrame.Types.FrameType.Row, Bound(start, asInteger: true), Bound(end, asInteger: true));

    /// <summary>The rows whose order value lies between two distances from the current row's.</summary>
    public WindowSpec RangeBetween(long start, long end) =>
        Framed(Protos.Expression.Types.Window.Types.WindowFrame.Types.FrameType.Range, Bound(start, asInteger: false), Bound(end, asInteger: false));

    /// <inheritdoc cref="RangeBetween(long, long)"/>
    public WindowSpec RangeBetween(Column start, Column end) =>
        Framed(Protos.Expression.Types.Window.Types.WindowFrame.Types.FrameType.Range, Bound(start), Bound(end));

    internal Column Apply(Column function)
    {
        var window = new Protos.Expression.Types.Window { WindowFunction = function.Expression };
        window.PartitionSpec.AddRange(_partition);
        window.OrderSpec.AddRange(_order);
        if (_frame is not null)
        {
            window.FrameSpec = _frame;
        }

        return new Column(new Protos.Expression { Window = window });
    }

    private WindowSpec Framed(
        Protos.Expression.Types.Window.Types.WindowFrame.Types.FrameType type,
        Protos.Expression.Types.Window.Types.WindowFrame.Types.FrameBoundary lower,
        Protos.Expression.Types.Window.Types.WindowFrame.Types.FrameBoundary upper) =>
        new(_partition, _order, new() { FrameType = type, Lower = lower, Upper = upper });

    private static Protos.Expression.Types.Window.Types.WindowFrame.Types.FrameBoundary Bound(long value, bool asInteger) => value switch
    {
        0 => new() { CurrentRow = true },
        long.MinValue or long.MaxValue => new() { Unbounded = true },
        _ when asInteger => new() { Value = Literals.Expression(checked((int)value)) },
        _ => new() { Value = Literals.Expression(value) },
    };

    private static Protos.Expression.Types.Window.Types.WindowFrame.Types.FrameBoundary Bound(Column column) =>
        column.Expression.UnresolvedFunction?.FunctionName switch
        {
            Functions.UnboundedPrecedingMark or Functions.UnboundedFollowingMark => new() { Unbounded = true },
            Functions.CurrentRowMark => new() { CurrentRow = true },
            _ => new() { Value = column.Expression },
        };

    private static Column[] Columns(string first, string[] others) => [Functions.Col(first), .. others.Select(Functions.Col)];
}
