namespace Millrace.Spark.Worker.Wire;

/// <summary>What Spark asks of the worker (its <c>PythonEvalType</c>); the ones that this worker serves.</summary>
internal enum EvalType
{
    /// <summary>Functions of columns, batch by batch, over a flat stream.</summary>
    ScalarArrow = 250,

    /// <summary>The same, as it was called before 4.1.</summary>
    ScalarPandas = 200,

    /// <summary>Batches of a partition in, batches out.</summary>
    MapInArrow = 207,

    /// <summary>All rows of a key in, batches out.</summary>
    GroupedMapArrow = 209,
}
