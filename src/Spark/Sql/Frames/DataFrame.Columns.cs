namespace Millrace.Spark.Sql;

/// <content>Steps that choose, add and name columns.</content>
public sealed partial class DataFrame
{
    /// <summary>A column of this, by name; <c>*</c> is all of them.</summary>
    public Column Col(string colName) => colName == "*"
        ? new Column(new() { UnresolvedStar = new() { PlanId = _planId } })
        : new Column(new() { UnresolvedAttribute = new() { UnparsedIdentifier = colName, PlanId = _planId } });

    /// <summary>The columns whose names fit a Java regular expression in backquotes.</summary>
    public Column ColRegex(string colName) => new(new() { UnresolvedRegex = new() { ColName = colName, PlanId = _planId } });

    /// <summary>A column of the source's metadata, as <c>_metadata</c> of files.</summary>
    public Column MetadataColumn(string colName) =>
        new(new() { UnresolvedAttribute = new() { UnparsedIdentifier = colName, PlanId = _planId, IsMetadataColumn = true } });

    /// <summary>This.</summary>
    public DataFrame ToDF() => this;

    /// <summary>The same columns under new names, in order.</summary>
    public DataFrame ToDF(params string[] colNames)
    {
        var step = new Protos.ToDF { Input = Relation };
        step.ColumnNames.AddRange(colNames);
        return With(new() { ToDf = step });
    }

    /// <summary>The same columns matched by name to a schema, cast where that loses nothing.</summary>
    public DataFrame To(Types.StructType schema) => With(new() { ToSchema = new() { Input = Relation, Schema = Types.ProtoTypes.Write(schema) } });

    /// <summary>Expressions as columns.</summary>
    public DataFrame Select(params Column[] columns)
    {
        var step = new Protos.Project { Input = Relation };
        step.Expressions.AddRange(columns.Select(static c => c.Expression));
        return With(new() { Project = step });
    }

    /// <summary>Columns by name.</summary>
    public DataFrame Select(string column, params string[] columns) => Select(Named(column, columns));

    /// <summary>SQL expressions as columns.</summary>
    public DataFrame SelectExpr(params string[] expressions) => Select([.. expressions.Select(Functions.Expr)]);

    /// <summary>This under a name, for columns written <c>name.column</c>.</summary>
    public DataFrame Alias(string alias) => With(new() { SubqueryAlias = new() { Input = Relation, Alias = alias } });

    /// <inheritdoc cref="Alias"/>
    public DataFrame As(string alias) => Alias(alias);

    /// <summary>A column added, or replaced if the name is there.</summary>
    public DataFrame WithColumn(string colName, Column col) => WithColumns(new Dictionary<string, Column> { [colName] = col });

    /// <summary>Columns added or replaced, all seen from the rows as they are now.</summary>
    public DataFrame WithColumns(IReadOnlyDictionary<string, Column> columns)
    {
        var step = new Protos.WithColumns { Input = Relation };
        foreach ((string name, Column column) in columns)
        {
            step.Aliases.Add(new Protos.Expression.Types.Alias { Expr = column.Expression, Name = { name } });
        }

        return With(new() { WithColumns = step });
    }

    /// <summary>A column under another name; nothing happens if there is none.</summary>
    public DataFrame WithColumnRenamed(string existingName, string newName) =>
        WithColumnsRenamed(new Dictionary<string, string> { [existingName] = newName });

    /// <summary>Columns under other names.</summary>
    public DataFrame WithColumnsRenamed(IReadOnlyDictionary<string, string> names)
    {
        var step = new Protos.WithColumnsRenamed { Input = Relation };
        step.Renames.AddRange(names.Select(static n => new Protos.WithColumnsRenamed.Types.Rename { ColName = n.Key, NewColName = n.Value }));
        return With(new() { WithColumnsRenamed = step });
    }

    /// <summary>All but these columns; names that are not there do not matter.</summary>
    public DataFrame Drop(params string[] colNames)
    {
        var step = new Protos.Drop { Input = Relation };
        step.ColumnNames.AddRange(colNames);
        return With(new() { Drop = step });
    }

    /// <summary>All but this column.</summary>
    public DataFrame Drop(Column col) => With(new() { Drop = new() { Input = Relation, Columns = { col.Expression } } });

    /// <summary>Columns become rows of a name and a value.</summary>
    /// <param name="ids">Columns kept as they are.</param>
    /// <param name="values">Columns that become rows; <see langword="null"/>: all others.</param>
    /// <param name="variableColumnName">Name of the column with the names.</param>
    /// <param name="valueColumnName">Name of the column with the values.</param>
    public DataFrame Unpivot(Column[] ids, Column[]? values, string variableColumnName, string valueColumnName)
    {
        var step = new Protos.Unpivot { Input = Relation, VariableColumnName = variableColumnName, ValueColumnName = valueColumnName };
        step.Ids.AddRange(ids.Select(static c => c.Expression));
        if (values is not null)
        {
            step.Values = new();
            step.Values.Values_.AddRange(values.Select(static c => c.Expression));
        }

        return With(new() { Unpivot = step });
    }

    /// <inheritdoc cref="Unpivot"/>
    public DataFrame Melt(Column[] ids, Column[]? values, string variableColumnName, string valueColumnName) =>
        Unpivot(ids, values, variableColumnName, valueColumnName);

    /// <summary>Rows become columns; one column, by default the first, gives the names.</summary>
    public DataFrame Transpose(Column? indexColumn = null)
    {
        var step = new Protos.Transpose { Input = Relation };
        if (indexColumn is not null)
        {
            step.IndexColumns.Add(indexColumn.Expression);
        }

        return With(new() { Transpose = step });
    }

    /// <summary>Each row as one JSON text in the column <c>value</c>.</summary>
    public DataFrame ToJSON() => Select(Functions.ToJson(Functions.Struct(Functions.Col("*"))).As("value"));

    /// <summary>Steps given as a function.</summary>
    public DataFrame Transform(Func<DataFrame, DataFrame> func) => func(this);

    private static Column[] Named(string first, string[] others) => [Functions.Col(first), .. others.Select(Functions.Col)];
}
