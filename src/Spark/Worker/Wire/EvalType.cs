namespace Millrace.Spark.Worker.Wire;

/// <summary>What Spark asks of the worker (its <c>PythonEvalType</c>); the ones that this worker serves. Several numbers have the same bytes under another name.</summary>
internal enum EvalType
{
    /// <summary>Functions of columns, batch by batch, over a flat stream. On every release; named for pandas, but its bytes are Arrow.</summary>
    ScalarPandas = 200,

    /// <summary>Functions of a group's columns that give one value. On every release.</summary>
    GroupedAggregatePandas = 202,

    /// <summary>Batches of a partition in, batches out.</summary>
    MapInArrow = 207,

    /// <summary>All rows of a key in, batches out.</summary>
    GroupedMapArrow = 209,

    /// <summary>As <see cref="ScalarPandas"/>, since 4.1.</summary>
    ScalarArrow = 250,

    /// <summary>As <see cref="GroupedAggregatePandas"/>, since 4.1.</summary>
    GroupedAggregateArrow = 252,
}
