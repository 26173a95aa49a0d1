namespace Millrace.Spark.Sql;

/// <content>Steps that choose, join, order and spread rows.</content>
public sealed partial class DataFrame
{
    /// <summary>The rows for which a condition holds.</summary>
    public DataFrame Filter(Column condition) => With(new() { Filter = new() { Input = Relation, Condition = condition.Expression } });

    /// <summary>The rows for which a condition in SQL holds.</summary>
    public DataFrame Filter(string conditionExpr) => Filter(Functions.Expr(conditionExpr));

    /// <inheritdoc cref="Filter(Column)"/>
    public DataFrame Where(Column condition) => Filter(condition);

    /// <inheritdoc cref="Filter(string)"/>
    public DataFrame Where(string conditionExpr) => Filter(conditionExpr);

    /// <summary>The first rows.</summary>
    public DataFrame Limit(int n) => With(new() { Limit = new() { Input = Relation, Limit_ = n } });

    /// <summary>The rows after the first ones.</summary>
    public DataFrame Offset(int n) => With(new() { Offset = new() { Input = Relation, Offset_ = n } });

    /// <summary>All rows ordered.</summary>
    public DataFrame Sort(string column, params string[] columns) => Sort(Named(column, columns));

    /// <inheritdoc cref="Sort(string, string[])"/>
    public DataFrame Sort(params Column[] columns) => Sorted(columns, isGlobal: true);

    /// <inheritdoc cref="Sort(string, string[])"/>
    public DataFrame OrderBy(string column, params string[] columns) => Sort(column, columns);

    /// <inheritdoc cref="Sort(string, string[])"/>
    public DataFrame OrderBy(params Column[] columns) => Sort(columns);

    /// <summary>The rows of each partition ordered.</summary>
    public DataFrame SortWithinPartitions(string column, params string[] columns) => SortWithinPartitions(Named(column, columns));

    /// <inheritdoc cref="SortWithinPartitions(string, string[])"/>
    public DataFrame SortWithinPartitions(params Column[] columns) => Sorted(columns, isGlobal: false);

    /// <summary>Each pair of rows.</summary>
    public DataFrame Join(DataFrame right) => Joined(right, null, [], "inner");

    /// <summary>Pairs of rows with equal values in a column, which stands once in the result.</summary>
    public DataFrame Join(DataFrame right, string usingColumn) => Join(right, [usingColumn]);

    /// <summary>Pairs of rows with equal values in some columns, which stand once in the result.</summary>
    public DataFrame Join(DataFrame right, IEnumerable<string> usingColumns, string joinType = "inner") => Joined(right, null, usingColumns, joinType);

    /// <summary>Pairs of rows for which a condition holds.</summary>
    public DataFrame Join(DataFrame right, Column joinExpr, string joinType = "inner") => Joined(right, joinExpr, [], joinType);

    /// <summary>Each pair of rows.</summary>
    public DataFrame CrossJoin(DataFrame right) => Joined(right, null, [], "cross");

    /// <summary>Each row with the rows of a query that may refer to its columns by <c>Functions.Col</c>.</summary>
    /// <param name="right">The query, as <see cref="SparkSession.TableFunction"/> gives.</param>
    /// <param name="joinExpr">Condition; <see langword="null"/>: none.</param>
    /// <param name="joinType"><c>inner</c>, <c>left</c> or <c>cross</c>.</param>
    public DataFrame LateralJoin(DataFrame right, Column? joinExpr = null, string joinType = "inner")
    {
        var step = new Protos.LateralJoin { Left = Relation, Right = right.Relation, JoinType = JoinTypes.Parse(joinType) };
        if (joinExpr is not null)
        {
            step.JoinCondition = joinExpr.Expression;
        }

        return With(new() { LateralJoin = step });
    }

    /// <summary>Rows of both, duplicates kept; columns by position.</summary>
    public DataFrame Union(DataFrame other) => SetOperation(other, Protos.SetOperation.Types.SetOpType.Union, all: true);

    /// <summary>Rows of both, duplicates kept; columns by name.</summary>
    public DataFrame UnionByName(DataFrame other) => UnionByName(other, false);

    /// <summary>Rows of both by column name; a column that one lacks may be null there.</summary>
    public DataFrame UnionByName(DataFrame other, bool allowMissingColumns) => With(new()
    {
        SetOp = new()
        {
            LeftInput = Relation,
            RightInput = other.Relation,
            SetOpType = Protos.SetOperation.Types.SetOpType.Union,
            IsAll = true,
            ByName = true,
            AllowMissingColumns = allowMissingColumns,
        },
    });

    /// <summary>Rows in both, each once.</summary>
    public DataFrame Intersect(DataFrame other) => SetOperation(other, Protos.SetOperation.Types.SetOpType.Intersect, all: false);

    /// <summary>Rows in both, as often as in the one with fewer.</summary>
    public DataFrame IntersectAll(DataFrame other) => SetOperation(other, Protos.SetOperation.Types.SetOpType.Intersect, all: true);

    /// <summary>Rows of this that the other lacks, each once.</summary>
    public DataFrame Except(DataFrame other) => SetOperation(other, Protos.SetOperation.Types.SetOpType.Except, all: false);

    /// <summary>Rows of this less those of the other, counting duplicates.</summary>
    public DataFrame ExceptAll(DataFrame other) => SetOperation(other, Protos.SetOperation.Types.SetOpType.Except, all: true);

    /// <summary>A random part of the rows; without a seed, one is chosen now and stands in the plan.</summary>
    public DataFrame Sample(double fraction, bool withReplacement = false, long? seed = null) => With(new()
    {
        Sample = new()
        {
            Input = Relation,
            LowerBound = 0,
            UpperBound = fraction,
            WithReplacement = withReplacement,
            Seed = seed ?? SparkSession.NextSeed(),
        },
    });

    /// <summary>Random parts whose sizes have the ratio of the weights; together they hold each row once.</summary>
    public DataFrame[] RandomSplit(double[] weights, long? seed = null)
    {
        long chosen = seed ?? SparkSession.NextSeed();
        double sum = weights.Sum();
        var parts = new DataFrame[weights.Length];
        double lower = 0;
        for (int i = 0; i < parts.Length; i++)
        {
            double upper = i == parts.Length - 1 ? 1 : lower + (weights[i] / sum);
            // A fixed order within partitions, so that the parts, each computed on its own, agree.
            parts[i] = With(new()
            {
                Sample = new()
                {
                    Input = Relation,
                    LowerBound = lower,
                    UpperBound = upper,
                    WithReplacement = false,
                    Seed = chosen,
                    DeterministicOrder = true,
                },
            });
            lower = upper;
        }

        return parts;
    }

    /// <summary>Each distinct row once.</summary>
    public DataFrame Distinct() => With(new() { Deduplicate = new() { Input = Relation, AllColumnsAsKeys = true } });

    /// <inheritdoc cref="Distinct"/>
    public DataFrame DropDuplicates() => Distinct();

    /// <summary>One row of those with equal values in some columns.</summary>
    public DataFrame DropDuplicates(string col, params string[] cols)
    {
        var step = new Protos.Deduplicate { Input = Relation };
        step.ColumnNames.Add(col);
        step.ColumnNames.AddRange(cols);
        return With(new() { Deduplicate = step });
    }

    /// <summary>As <see cref="DropDuplicates(string, string[])"/> on a stream, as far back as the watermark.</summary>
    public DataFrame DropDuplicatesWithinWatermark(string col, params string[] cols)
    {
        DataFrame result = DropDuplicates(col, cols);
        result.Relation.Deduplicate.WithinWatermark = true;
        return result;
    }

    /// <summary>How late rows of a stream may come.</summary>
    public DataFrame WithWatermark(string eventTime, string delayThreshold) =>
        With(new() { WithWatermark = new() { Input = Relation, EventTime = eventTime, DelayThreshold = delayThreshold } });

    /// <summary>Rows spread evenly over partitions.</summary>
    public DataFrame Repartition(int numPartitions) => With(new() { Repartition = new() { Input = Relation, NumPartitions = numPartitions, Shuffle = true } });

    /// <summary>Rows spread by hash of some columns.</summary>
    public DataFrame Repartition(int numPartitions, params Column[] partitionExprs) => Spread(numPartitions, partitionExprs);

    /// <inheritdoc cref="Repartition(int, Column[])"/>
    public DataFrame Repartition(params Column[] partitionExprs) => Spread(null, partitionExprs);

    /// <summary>Rows spread by ranges of some columns.</summary>
    public DataFrame RepartitionByRange(int numPartitions, params Column[] partitionExprs) => Spread(numPartitions, Ranges(partitionExprs));

    /// <inheritdoc cref="RepartitionByRange(int, Column[])"/>
    public DataFrame RepartitionByRange(params Column[] partitionExprs) => Spread(null, Ranges(partitionExprs));

    /// <summary>Partitions merged, without moving rows between executors.</summary>
    public DataFrame Coalesce(int numPartitions) => With(new() { Repartition = new() { Input = Relation, NumPartitions = numPartitions, Shuffle = false } });

    /// <summary>A hint for the planner, as <c>broadcast</c>.</summary>
    public DataFrame Hint(string name, object[]? parameters = null)
    {
        var step = new Protos.Hint { Input = Relation, Name = name };
        step.Parameters.AddRange((parameters ?? []).Select(Literals.Expression));
        return With(new() { Hint = step });
    }

    /// <summary>Values that are computed while the rows pass; <see cref="SparkSession.ObservedMetrics"/> gives them after a run.</summary>
    public DataFrame Observe(string name, Column expr, params Column[] exprs)
    {
        var step = new Protos.CollectMetrics { Input = Relation, Name = name };
        step.Metrics.Add(expr.Expression);
        step.Metrics.AddRange(exprs.Select(static c => c.Expression));
        return With(new() { CollectMetrics = step });
    }

    private DataFrame Joined(DataFrame right, Column? condition, IEnumerable<string> usingColumns, string joinType)
    {
        var step = new Protos.Join { Left = Relation, Right = right.Relation, JoinType = JoinTypes.Parse(joinType) };
        step.UsingColumns.AddRange(usingColumns);
        if (condition is not null)
        {
            step.JoinCondition = condition.Expression;
        }

        return With(new() { Join = step });
    }

    private DataFrame SetOperation(DataFrame other, Protos.SetOperation.Types.SetOpType type, bool all) =>
        With(new() { SetOp = new() { LeftInput = Relation, RightInput = other.Relation, SetOpType = type, IsAll = all } });

    private DataFrame Sorted(Column[] columns, bool isGlobal)
    {
        var step = new Protos.Sort { Input = Relation, IsGlobal = isGlobal };
        step.Order.AddRange(columns.Select(static c => c.SortOrder()));
        return With(new() { Sort = step });
    }

    private DataFrame Spread(int? numPartitions, Column[] columns)
    {
        var step = new Protos.RepartitionByExpression { Input = Relation };
        step.PartitionExprs.AddRange(columns.Select(static c => c.Expression));
        if (numPartitions is { } count)
        {
            step.NumPartitions = count;
        }

        return With(new() { RepartitionByExpression = step });
    }

    private static Column[] Ranges(Column[] columns) => [.. columns.Select(static c => new Column(new() { SortOrder = c.SortOrder() }))];
}
