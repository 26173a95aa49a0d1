using Apache.Arrow.Memory;
using Millrace.Spark.Worker.Commands;
using Millrace.Spark.Worker.Evaluation;
using Millrace.Spark.Worker.Memory;
using Millrace.Spark.Worker.Wire;

namespace Millrace.Spark.Worker.Tasks;

/// <summary>
/// Runs the task whose header has been read: functions over input, output, and the closing marks. What fails in a function goes to the driver as
/// a typed record and ends the connection. Thread-safe.
/// </summary>
internal sealed class TaskRunner(ApplicationCode code, InFlight inFlight, WorkerOptions options)
{
    private const string HideTraceVariable = "SPARK_HIDE_TRACEBACK";
    private readonly EvaluationFactory _evaluations = new(code);

    /// <summary>Name, version and module id of the application.</summary>
    public string Application => code.Identity;

    /// <summary>True where the connection may carry another task.</summary>
    public async Task<bool> RunAsync(TaskHeader header, PeekStream connection, WireWriter writer, CancellationToken cancellationToken)
    {
        TaskOutput? output = null;
        var name = "";
        var context = new SparkTaskContext(header, options);
        try
        {
            var evaluation = _evaluations.Create(header);
            name = evaluation.Name;
            output = new TaskOutput(writer, evaluation.Output, evaluation.Wrapped, name);
            using var suspect = inFlight.Enter($"{name}, stage {header.StageId}, partition {header.PartitionId}, attempt {header.AttemptNumber}");
            await using var input = new TaskInput(connection, InputLayout.Of(header), MemoryAllocator.Default.Value, options.MaxBatchBytes, cancellationToken);
            await foreach (var batch in evaluation.RunAsync(input, context, cancellationToken))
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
                Operator = name,
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
            MemoryShareException => ExecutorFailureKind.Memory,
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
