using System.Text.Json;
using Apache.Arrow;
using Apache.Arrow.Ipc;
using Millrace.Spark.Sql.Arrow;
using Millrace.Spark.Sql.Types;
using Millrace.Spark.Worker;
using Millrace.Spark.Worker.Commands;

namespace Millrace.Spark.Sql;

/// <summary>Makes what travels for a registered function, after checking on this side all that the worker will check.</summary>
internal static class ExecutorFunctions
{
    private static readonly string Version = WorkerCommand.DriverVersionPrefix + ProductInfo.Version;

    /// <summary>An operator over batches without settings.</summary>
    public static ExecutorFunction Batches(SparkSession session, string name, StructType output) =>
        Registered(session, name, OperatorKind.Batches, null, null, output);

    /// <summary>An operator over batches.</summary>
    public static ExecutorFunction Batches<TSettings>(SparkSession session, string name, TSettings settings, StructType output) =>
        Registered(session, name, OperatorKind.Batches, typeof(TSettings), JsonSerializer.SerializeToElement(settings, WorkerCommand.JsonOptions), output);

    private static ExecutorFunction Registered(
        SparkSession session, string name, OperatorKind kind, Type? settingsType, JsonElement? settings, DataType output)
    {
        WorkerApplication application = session.WorkerOrThrow();
        application.Operators.Check(name, kind, settingsType);
        var command = new WorkerCommand
        {
            Format = WorkerCommand.CurrentFormat,
            Application = ApplicationIdentity.Of(application.Assembly),
            Operator = name,
            Settings = settings,
            OutputSchema = SchemaBytes(output),
        };
        return new ExecutorFunction(name, command.ToBytes(), output, Version, Deterministic: false);
    }

    private static byte[] SchemaBytes(DataType output)
    {
        Schema schema = output is StructType columns ? ArrowTypes.SchemaOf(columns) : new([ArrowTypes.FieldOf(new("_0", output))], null);
        using var stream = new MemoryStream();
        using var writer = new ArrowStreamWriter(stream, schema);
        writer.WriteStart();
        writer.WriteEnd();
        return stream.ToArray();
    }
}
