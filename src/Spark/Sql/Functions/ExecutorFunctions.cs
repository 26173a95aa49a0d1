using System.Reflection;
using System.Text.Json;
using Apache.Arrow;
using Apache.Arrow.Ipc;
using Millrace.Spark.Sql.Arrow;
using Millrace.Spark.Sql.Types;
using Millrace.Spark.Worker;
using Millrace.Spark.Worker.Commands;
using Millrace.Spark.Worker.Methods;

namespace Millrace.Spark.Sql;

/// <summary>Makes what travels for a function, after checking on this side all that the worker will check.</summary>
internal static class ExecutorFunctions
{
    private static readonly string Version = WorkerCommand.DriverVersionPrefix + ProductInfo.Version;

    /// <summary>A registered operator without settings.</summary>
    public static ExecutorFunction Registered(SparkSession session, string name, OperatorKind kind, DataType output) =>
        Make(session, name, kind, null, output);

    /// <summary>A registered operator with settings.</summary>
    public static ExecutorFunction Registered<TSettings>(SparkSession session, string name, OperatorKind kind, TSettings settings, DataType output) =>
        Make(session, name, kind, (typeof(TSettings), JsonSerializer.SerializeToElement(settings, WorkerCommand.JsonOptions)), output);

    /// <summary>A function written in place: its place in the application travels.</summary>
    /// <param name="function">A lambda that captures nothing, or a marked static method.</param>
    /// <param name="output">What it gives; null: what its return type says.</param>
    /// <exception cref="CommandRefusedException">It captures something, or has a type in its signature that no column has.</exception>
    public static ExecutorFunction InPlace(Delegate function, DataType? output)
    {
        MethodInfo method = ExecutorMethod.Of(function);
        output ??= ColumnClrTypes.OfArray(method.ReturnType) ?? ColumnClrTypes.OfValue(method.ReturnType) ?? throw new CommandRefusedException(
            $"{ExecutorMethod.Describe(method)} gives rows: tell their type.");
        var command = new WorkerCommand
        {
            Format = WorkerCommand.CurrentFormat,
            Application = ApplicationIdentity.Of(method.Module.Assembly),
            Operator = method.Name,
            Method = new MethodReference(method.Module.ModuleVersionId, method.MetadataToken),
            OutputSchema = SchemaBytes(output, columns: ColumnSignature.IsBatches(method)),
        };
        return new ExecutorFunction(method.Name, command.ToBytes(), output, Version, Deterministic: true);
    }

    private static ExecutorFunction Make(
        SparkSession session, string name, OperatorKind kind, (Type Type, JsonElement Value)? settings, DataType output)
    {
        WorkerApplication application = session.WorkerOrThrow();
        application.Operators.Check(name, kind, settings?.Type);
        var command = new WorkerCommand
        {
            Format = WorkerCommand.CurrentFormat,
            Application = ApplicationIdentity.Of(application.Assembly),
            Operator = name,
            Settings = settings?.Value,
            OutputSchema = SchemaBytes(output, columns: kind is OperatorKind.Batches or OperatorKind.Groups),
        };
        // Only batches may go through a function that Spark is told not to repeat.
        return new ExecutorFunction(name, command.ToBytes(), output, Version, Deterministic: kind is not OperatorKind.Batches);
    }

    private static byte[] SchemaBytes(DataType output, bool columns)
    {
        Schema schema = columns ? ArrowTypes.SchemaOf((StructType)output) : new([ArrowTypes.FieldOf(new("_0", output))], null);
        using var stream = new MemoryStream();
        using var writer = new ArrowStreamWriter(stream, schema);
        writer.WriteStart();
        writer.WriteEnd();
        return stream.ToArray();
    }
}
