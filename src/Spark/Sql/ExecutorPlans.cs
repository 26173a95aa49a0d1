using Google.Protobuf;
using Millrace.Spark.Sql.Types;

namespace Millrace.Spark.Sql;

/// <summary>
/// Plans whose steps run in the executors' workers. Spark calls such functions Python functions; to it the command is bytes, and
/// the program that reads them is whatever <c>spark.sql.execution.pyspark.python</c> names.
/// </summary>
internal static class ExecutorPlans
{
    /// <summary>Spark's number for batches in, batches out (<c>mapInArrow</c>).</summary>
    public const int MapArrow = 207;

    /// <summary>Spark's number for a group as one table in, one out, as Arrow.</summary>
    public const int GroupedMapArrow = 209;

    /// <summary>Spark's number for a function of columns that gives a column of equal length: of two with the same bytes the one that every release has.</summary>
    public const int Scalar = 200;

    /// <summary>Spark's number for a function of a group's columns that gives one value: of two with the same bytes the one that every release has.</summary>
    public const int GroupedAggregate = 202;

    /// <summary>Batches of each partition through a function; with <paramref name="barrier"/>, all tasks start together or none.</summary>
    public static DataFrame MapPartitions(DataFrame input, StructType schema, ExecutorFunction function, bool barrier)
    {
        Protos.CommonInlineUserDefinedFunction call = Call(function, MapArrow, Columns(schema));
        return input.With(new() { MapPartitions = new() { Input = input.Relation, Func = call, IsBarrier = barrier } });
    }

    /// <summary>The rows of each group through a function.</summary>
    public static DataFrame MapGroups(RelationalGroupedDataset groups, StructType schema, ExecutorFunction function)
    {
        var step = new Protos.GroupMap { Input = groups.Input.Relation, Func = Call(function, GroupedMapArrow, Columns(schema)) };
        step.GroupingExpressions.AddRange(groups.Grouping.Select(static c => c.Expression));
        return groups.Input.With(new() { GroupMap = step });
    }

    /// <summary>A function of columns, as a column.</summary>
    /// <param name="function">The function.</param>
    /// <param name="evaluation">Spark's number for how it is called: <see cref="Scalar"/>, <see cref="GroupedAggregate"/>.</param>
    /// <param name="arguments">The columns.</param>
    public static Column Column(ExecutorFunction function, int evaluation, Column[] arguments) =>
        new(new() { CommonInlineUserDefinedFunction = Call(function, evaluation, arguments) });

    /// <summary>A function of columns under a name of the session, for SQL.</summary>
    public static Task RegisterAsync(SparkSession session, ExecutorFunction function, int evaluation, CancellationToken cancellationToken) =>
        session.ExecuteAsync(new() { RegisterFunction = Call(function, evaluation, []) }, cancellationToken);

    private static Protos.CommonInlineUserDefinedFunction Call(ExecutorFunction function, int evaluation, Column[] arguments)
    {
        var call = new Protos.CommonInlineUserDefinedFunction
        {
            FunctionName = function.Name,
            Deterministic = function.Deterministic,
            PythonUdf = new()
            {
                OutputType = ProtoTypes.Write(function.Output),
                EvalType = evaluation,
                Command = ByteString.CopyFrom(function.Command.Span),
                PythonVer = function.Version,
            },
        };
        call.Arguments.AddRange(arguments.Select(static c => c.Expression));
        return call;
    }

    // Without its columns as arguments Spark would prune the input of a function under a projection.
    private static Column[] Columns(StructType schema) => [.. schema.Fields.Select(static f => Functions.Col(Quoted(f.Name)))];

    private static string Quoted(string name) => "`" + name.Replace("`", "``", StringComparison.Ordinal) + "`";
}
