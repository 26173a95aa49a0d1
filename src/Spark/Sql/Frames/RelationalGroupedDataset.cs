namespace Millrace.Spark.Sql;

/// <summary>Groups of rows, before their aggregates are named. Immutable.</summary>
public sealed partial class RelationalGroupedDataset
{
    private readonly DataFrame _input;
    private readonly Column[] _columns;
    private readonly Protos.Aggregate.Types.GroupType _type;
    private readonly Protos.Aggregate.Types.Pivot? _pivot;
    private readonly Column[][] _sets;

    internal RelationalGroupedDataset(
        DataFrame input, Column[] columns, Protos.Aggregate.Types.GroupType type, Protos.Aggregate.Types.Pivot? pivot = null, Column[][]? sets = null)
    {
        _input = input;
        _columns = columns;
        _type = type;
        _pivot = pivot;
        _sets = sets ?? [];
    }

    internal DataFrame Input => _input;

    internal IReadOnlyList<Column> Grouping => _columns;

    /// <summary>A row a group: its values and these aggregates.</summary>
    public DataFrame Agg(Column expr, params Column[] exprs)
    {
        var step = new Protos.Aggregate { Input = _input.Relation, GroupType = _type };
        step.GroupingExpressions.AddRange(_columns.Select(static c => c.Expression));
        step.AggregateExpressions.Add(expr.Expression);
        step.AggregateExpressions.AddRange(exprs.Select(static c => c.Expression));
        if (_pivot is not null)
        {
            step.Pivot = _pivot;
        }

        foreach (Column[] set in _sets)
        {
            var one = new Protos.Aggregate.Types.GroupingSets();
            one.GroupingSet.AddRange(set.Select(static c => c.Expression));
            step.GroupingSets.Add(one);
        }

        return _input.With(new() { Aggregate = step });
    }

    /// <summary>The number of rows, in the column <c>count</c>.</summary>
    public DataFrame Count() => Agg(Functions.Count(Functions.Lit(1)).Alias("count"));

    /// <summary>The mean of columns; without names, of all numeric ones.</summary>
    public DataFrame Mean(params string[] colNames) => Numeric("avg", colNames);

    /// <summary>The greatest value of columns; without names, of all numeric ones.</summary>
    public DataFrame Max(params string[] colNames) => Numeric("max", colNames);

    /// <inheritdoc cref="Mean"/>
    public DataFrame Avg(params string[] colNames) => Numeric("avg", colNames);

    /// <summary>The least value of columns; without names, of all numeric ones.</summary>
    public DataFrame Min(params string[] colNames) => Numeric("min", colNames);

    /// <summary>The sum of columns; without names, of all numeric ones.</summary>
    public DataFrame Sum(params string[] colNames) => Numeric("sum", colNames);

    /// <summary>A column for each value of another; Spark looks up the values first.</summary>
    public RelationalGroupedDataset Pivot(string pivotColumn) => Pivot(Functions.Col(pivotColumn));

    /// <summary>A column for each of the values of another.</summary>
    public RelationalGroupedDataset Pivot(string pivotColumn, IEnumerable<object> values) => Pivot(Functions.Col(pivotColumn), values);

    /// <inheritdoc cref="Pivot(string)"/>
    public RelationalGroupedDataset Pivot(Column pivotColumn) => Pivot(pivotColumn, []);

    /// <inheritdoc cref="Pivot(string, IEnumerable{object})"/>
    public RelationalGroupedDataset Pivot(Column pivotColumn, IEnumerable<object> values)
    {
        if (_type != Protos.Aggregate.Types.GroupType.Groupby)
        {
            throw new InvalidOperationException("Pivot follows GroupBy, once.");
        }

        var pivot = new Protos.Aggregate.Types.Pivot { Col = pivotColumn.Expression };
        pivot.Values.AddRange(values.Select(Literals.Of));
        return new(_input, _columns, Protos.Aggregate.Types.GroupType.Pivot, pivot);
    }

    private DataFrame Numeric(string function, string[] colNames)
    {
        string[] names = colNames.Length > 0 ? colNames : NumericColumns();
        return names.Length == 0
            ? throw new InvalidOperationException("There is no numeric column.")
            : Agg(Call(names[0]), [.. names.Skip(1).Select(Call)]);

        Column Call(string name) => Column.Call(function, Functions.Col(name));
    }

    private string[] NumericColumns()
    {
        HashSet<string> grouping = [.. _columns.Select(static c => c.Expression.UnresolvedAttribute?.UnparsedIdentifier ?? "")];
        return [.. _input.Schema().Fields
            .Where(f => f.DataType is Types.ByteType or Types.ShortType or Types.IntegerType or Types.LongType or Types.FloatType
                or Types.DoubleType or Types.DecimalType && !grouping.Contains(f.Name))
            .Select(static f => f.Name)];
    }
}
