using System.Reflection;
using Apache.Arrow;
using Millrace.Spark.Sql;

namespace Millrace.Spark.Worker.Methods;

/// <summary>The signatures that a function in executors may have: values of columns, whole Arrow arrays, or a group's batch. Pure.</summary>
internal static class ColumnSignature
{
    /// <summary>Whether every type is one of a column.</summary>
    public static bool Holds(MethodInfo method) => IsBatches(method) || IsArrays(method) || IsValues(method);

    /// <summary>Batch in, batch out: for groups.</summary>
    public static bool IsBatches(MethodInfo method) =>
        method.ReturnType == typeof(RecordBatch) && method.GetParameters() is [var only] && only.ParameterType == typeof(RecordBatch);

    /// <summary>Arrow arrays in, one Arrow array out.</summary>
    public static bool IsArrays(MethodInfo method) =>
        ColumnClrTypes.OfArray(method.ReturnType) is not null
        && method.GetParameters() is { Length: > 0 } parameters && parameters.All(static p => ColumnClrTypes.OfArray(p.ParameterType) is not null);

    private static bool IsValues(MethodInfo method) =>
        ColumnClrTypes.IsValue(method.ReturnType) && method.GetParameters().All(static p => ColumnClrTypes.IsValue(p.ParameterType));
}
