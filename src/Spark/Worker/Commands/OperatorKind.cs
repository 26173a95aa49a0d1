namespace Millrace.Spark.Worker.Commands;

/// <summary>The shape of a registered function.</summary>
internal enum OperatorKind
{
    /// <summary><see cref="IBatchOperator"/>.</summary>
    Batches,

    /// <summary><see cref="IGroupOperator"/>.</summary>
    Groups,

    /// <summary><see cref="IColumnFunction"/>.</summary>
    Columns,

    /// <summary><see cref="IAggregateFunction"/>.</summary>
    Aggregate,
}
