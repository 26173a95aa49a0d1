using Apache.Arrow;
using Apache.Arrow.Ipc;
using Millrace.Spark.Worker.Commands;
using Millrace.Spark.Worker.Wire;

namespace Millrace.Spark.Worker.Tasks;

/// <summary>
/// Runs the task whose header has been read: operator over input, output, and the closing marks. What fails in the operator goes to the driver as
/// text and ends the connection. Immutable and thread-safe.
/// </summary>
internal sealed class TaskRunner(OperatorRegistry operators, InFlight inFlight, WorkerOptions options)
{
    private const string HideTraceVariable = "SPARK_HIDE_TRACEBACK";

    /// <summary>True where the connection may carry another task.</summary>
    public async Task<bool> RunAsync(TaskHeader header, PeekStream connection, WireWriter writer, CancellationToken cancellationToken)
    {
        TaskOutput? output = null;
        WorkerCommand? command = null;
        var context = new SparkTaskContext(header, options);
        try
        {
            command = ReadCommand(header);
            output = new TaskOutput(writer, ReadSchema(command.OutputSchema), command.Operator);
            using var suspect = inFlight.Enter($"{command.Operator}, stage {header.StageId}, partition {header.PartitionId}, attempt {header.AttemptNumber}");
            await using var input = new TaskInput(connection, options, cancellationToken);
            var work = operators.Create<IBatchOperator>(command.Operator, OperatorKind.Batches, command.Settings);
            await foreach (var batch in work.RunAsync(input.ReadAsync(cancellationToken), context, cancellationToken))
            {
                output.Take(batch);
            }

            output.End();
            await input.DrainAsync(cancellationToken);
            WriteSuccess(writer, context);
            return true;
        }
        catch (Exception failure) when (failure is not OperationCanceledException || !cancellationToken.IsCancellationRequested)
        {
            output?.End();
            WriteFailure(writer, Describe(failure) with
            {
                Operator = command?.Operator ?? "",
                StageId = header.StageId,
                PartitionId = header.PartitionId,
                AttemptNumber = header.AttemptNumber,
            });
            return false;
        }
        finally
        {
            output?.Dispose();
        }
    }

    /// <summary>What a failure is told as.</summary>
    public static ExecutorFailure Describe(Exception failure) => new()
    {
        Kind = failure switch
        {
            CommandRefusedException => ExecutorFailureKind.Refused,
            BarrierException => ExecutorFailureKind.Barrier,
            WorkerProtocolException => ExecutorFailureKind.Protocol,
            _ => ExecutorFailureKind.Function,
        },
        ExceptionType = failure.GetType().ToString(),
        Message = failure.Message,
        StackTrace = Environment.GetEnvironmentVariable(HideTraceVariable) == "1" ? "" : failure.ToString(),
    };

    /// <summary>Tells the driver what failed.</summary>
    public static void WriteFailure(WireWriter writer, ExecutorFailure failure)
    {
        writer.WriteInt32(SpecialLength.ExceptionThrown);
        writer.WriteUtf(failure.ToWireText());
        writer.Flush();
    }

    private static WorkerCommand ReadCommand(TaskHeader header)
    {
        if (!header.DriverVersion.StartsWith(WorkerCommand.DriverVersionPrefix, StringComparison.Ordinal))
        {
            throw new CommandRefusedException(
                "This worker was started for a function that Millrace.Spark did not send. "
                + "It runs C# operators only; set spark.sql.execution.pyspark.python per session, so that PySpark sessions keep their own Python.");
        }

        if (header.EvalType != EvalType.MapInArrow || header.Functions is not [{ Commands: [var bytes] }])
        {
            throw new WorkerProtocolException("a task must carry one function of evaluation type 207");
        }

        return WorkerCommand.Parse(bytes, ApplicationIdentity.Current);
    }

    private static Schema ReadSchema(byte[] bytes)
    {
        using var stream = new MemoryStream(bytes, writable: false);
        using var reader = new ArrowStreamReader(new ArrowMessageGuard(stream, bytes.Length), leaveOpen: true);
        return reader.Schema;
    }

    private static void WriteSuccess(WireWriter writer, SparkTaskContext context)
    {
        var messages = context.TakeMessages();
        writer.WriteInt32(SpecialLength.EndOfDataSection);
        writer.WriteInt32(messages.Length);
        foreach (var message in messages)
        {
            writer.WriteBytes(message);
        }

        writer.WriteInt32(SpecialLength.EndOfStream);
        writer.Flush();
    }
}
