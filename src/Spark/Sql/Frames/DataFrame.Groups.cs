using Millrace.Spark.Sql.Streaming;

namespace Millrace.Spark.Sql;

/// <content>Groups, statistics and ways out.</content>
public sealed partial class DataFrame
{
    /// <summary>Groups of rows with equal values.</summary>
    public RelationalGroupedDataset GroupBy(params Column[] columns) => new(this, columns, Protos.Aggregate.Types.GroupType.Groupby);

    /// <inheritdoc cref="GroupBy(Column[])"/>
    public RelationalGroupedDataset GroupBy(string column, params string[] columns) => GroupBy(Named(column, columns));

    /// <summary>Groups, and for each shorter prefix of the columns groups over the rest.</summary>
    public RelationalGroupedDataset Rollup(params Column[] columns) => new(this, columns, Protos.Aggregate.Types.GroupType.Rollup);

    /// <inheritdoc cref="Rollup(Column[])"/>
    public RelationalGroupedDataset Rollup(string column, params string[] columns) => Rollup(Named(column, columns));

    /// <summary>Groups for every subset of the columns.</summary>
    public RelationalGroupedDataset Cube(params Column[] columns) => new(this, columns, Protos.Aggregate.Types.GroupType.Cube);

    /// <inheritdoc cref="Cube(Column[])"/>
    public RelationalGroupedDataset Cube(string column, params string[] columns) => Cube(Named(column, columns));

    /// <summary>Groups for each of the given sets of columns.</summary>
    public RelationalGroupedDataset GroupingSets(IEnumerable<Column[]> sets, params Column[] columns) =>
        new(this, columns, Protos.Aggregate.Types.GroupType.GroupingSets, sets: [.. sets]);

    /// <summary>Aggregates over all rows.</summary>
    public DataFrame Agg(Column expr, params Column[] exprs) => GroupBy().Agg(expr, exprs);

    /// <summary>Functions for rows with nulls.</summary>
    public DataFrameNaFunctions Na() => new(this);

    /// <summary>Functions for statistics.</summary>
    public DataFrameStatFunctions Stat() => new(this);

    /// <summary>Count, mean, deviation, least and greatest value of columns, as rows of text.</summary>
    public DataFrame Describe(params string[] cols)
    {
        var step = new Protos.StatDescribe { Input = Relation };
        step.Cols.AddRange(cols);
        return With(new() { Describe = step });
    }

    /// <summary>Chosen statistics of all columns, as rows of text.</summary>
    public DataFrame Summary(params string[] statistics)
    {
        var step = new Protos.StatSummary { Input = Relation };
        step.Statistics.AddRange(statistics);
        return With(new() { Summary = step });
    }

    /// <summary>Writes the rows.</summary>
    public DataFrameWriter Write() => new(this);

    /// <summary>Writes the rows to a table of a catalog.</summary>
    public DataFrameWriterV2 WriteTo(string table) => new(this, table);

    /// <summary>Writes the rows of a stream.</summary>
    public DataStreamWriter WriteStream() => new(this);

    /// <summary>Changes a table by these rows; the condition compares them with the table's.</summary>
    public MergeIntoWriter MergeInto(string table, Column condition) => new(this, table, condition);
}
