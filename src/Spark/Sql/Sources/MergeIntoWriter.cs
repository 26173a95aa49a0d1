namespace Millrace.Spark.Sql;

/// <summary>
/// Changes a table by the rows of a query: what happens to rows on both sides, only in the query, only in the table. The actions are
/// tried in the order given. Not thread-safe; the table's source must support it.
/// </summary>
public sealed class MergeIntoWriter
{
    private readonly DataFrame _source;
    private readonly Protos.MergeIntoTableCommand _command;

    internal MergeIntoWriter(DataFrame source, string table, Column condition)
    {
        _source = source;
        _command = new() { TargetTableName = table, SourceTablePlan = source.Relation, MergeCondition = condition.Expression };
    }

    /// <summary>Matched rows get all columns of the query.</summary>
    public MergeIntoWriter WhenMatchedUpdateAll(Column? condition = null) =>
        Add(_command.MatchActions, Protos.MergeAction.Types.ActionType.UpdateStar, condition, null);

    /// <summary>Matched rows get these values.</summary>
    public MergeIntoWriter WhenMatchedUpdate(IReadOnlyDictionary<string, Column> assignments, Column? condition = null) =>
        Add(_command.MatchActions, Protos.MergeAction.Types.ActionType.Update, condition, assignments);

    /// <summary>Matched rows are deleted.</summary>
    public MergeIntoWriter WhenMatchedDelete(Column? condition = null) =>
        Add(_command.MatchActions, Protos.MergeAction.Types.ActionType.Delete, condition, null);

    /// <summary>Rows that only the query has are inserted with all columns.</summary>
    public MergeIntoWriter WhenNotMatchedInsertAll(Column? condition = null) =>
        Add(_command.NotMatchedActions, Protos.MergeAction.Types.ActionType.InsertStar, condition, null);

    /// <summary>Rows that only the query has are inserted with these values.</summary>
    public MergeIntoWriter WhenNotMatchedInsert(IReadOnlyDictionary<string, Column> assignments, Column? condition = null) =>
        Add(_command.NotMatchedActions, Protos.MergeAction.Types.ActionType.Insert, condition, assignments);

    /// <summary>Rows that only the table has get these values.</summary>
    public MergeIntoWriter WhenNotMatchedBySourceUpdate(IReadOnlyDictionary<string, Column> assignments, Column? condition = null) =>
        Add(_command.NotMatchedBySourceActions, Protos.MergeAction.Types.ActionType.Update, condition, assignments);

    /// <summary>Rows that only the table has are deleted.</summary>
    public MergeIntoWriter WhenNotMatchedBySourceDelete(Column? condition = null) =>
        Add(_command.NotMatchedBySourceActions, Protos.MergeAction.Types.ActionType.Delete, condition, null);

    /// <summary>Columns that the table lacks are added to it.</summary>
    public MergeIntoWriter WithSchemaEvolution()
    {
        _command.WithSchemaEvolution = true;
        return this;
    }

    /// <summary>Changes the table.</summary>
    public Task MergeAsync(CancellationToken cancellationToken) =>
        _source.Session.ExecuteAsync(new() { MergeIntoTableCommand = _command.Clone() }, cancellationToken);

    private MergeIntoWriter Add(
        Google.Protobuf.Collections.RepeatedField<Protos.Expression> actions, Protos.MergeAction.Types.ActionType type, Column? condition,
        IReadOnlyDictionary<string, Column>? assignments)
    {
        var action = new Protos.MergeAction { ActionType = type };
        if (condition is not null)
        {
            action.Condition = condition.Expression;
        }

        foreach ((string name, Column value) in assignments ?? new Dictionary<string, Column>())
        {
            action.Assignments.Add(new Protos.MergeAction.Types.Assignment { Key = Functions.Expr(name).Expression, Value = value.Expression });
        }

        actions.Add(new Protos.Expression { MergeAction = action });
        return this;
    }
}
