using Millrace.Spark.Sql;

namespace Millrace.Spark.Ml;

/// <summary>Puts numeric columns into one column of vectors, which the other operators take.</summary>
public sealed record VectorAssembler
{
    /// <summary>The numeric columns.</summary>
    public required IReadOnlyList<string> InputColumns { get; init; }

    /// <summary>The column of vectors.</summary>
    public string OutputColumn { get; init; } = "features";

    /// <summary>What to do with null and NaN: <c>error</c>, <c>skip</c> or <c>keep</c>.</summary>
    public string HandleInvalid { get; init; } = "error";

    /// <summary>The dataset with the column of vectors.</summary>
    public DataFrame Transform(DataFrame dataset) => MlOperators.Transform(
        "org.apache.spark.ml.feature.VectorAssembler",
        new Dictionary<string, object> { ["inputCols"] = InputColumns.ToArray(), ["outputCol"] = OutputColumn, ["handleInvalid"] = HandleInvalid },
        dataset);
}
