using Millrace.Spark.Worker.Commands;
using Millrace.Spark.Worker.Evaluation;
using Millrace.Spark.Worker.Isolation;
using Millrace.Spark.Worker.Memory;
using Millrace.Spark.Worker.Wire;

namespace Millrace.Spark.Worker.Tasks;

/// <summary>
/// Runs the task whose header has been read: functions over input, output, and the closing marks. What fails in a function goes to the driver as
/// a typed record and ends the connection. Thread-safe.
/// </summary>
/// <param name="code">What can be run.</param>
/// <param name="log">The assignments in flight.</param>
/// <param name="memory">The limits of this process.</param>
/// <param name="options">Limits.</param>
/// <param name="lastMark">Spark's mark for a connection that may carry another task, or for one that may not.</param>
internal sealed class TaskRunner(ApplicationCode code, AssignmentLog log, ProcessMemory memory, WorkerOptions options, int lastMark)
{
    private const string HideTraceVariable = "SPARK_HIDE_TRACEBACK";
    private readonly EvaluationFactory _evaluations = new(code);

    /// <summary>True where the connection may carry another task.</summary>
    public async Task<bool> RunAsync(TaskHeader header, Assignment assignment, PeekStream connection, WireWriter writer, TaskLife life)
    {
        TaskOutput? output = null;
        var name = "";
        try
        {
            var evaluation = _evaluations.Create(header);
            name = evaluation.Name;
            var stall = new WriteStall(options.StalledWriteLimit);
            output = new TaskOutput(writer, evaluation.Output, evaluation.Wrapped, name, stall);
            var pool = memory.PoolFor(header);
            using var share = await pool.TakeAsync(life.Token);
            using var running = log.Enter(assignment, name, elsewhere: false);
            life.Running = running;
            var context = new SparkTaskContext(header, options, pool.Budget, share.Bytes, life);
            await using var input = new TaskInput(connection, InputLayout.Of(header), (share, options.MaxBatchBytes), stall, life.Token);
            await foreach (var batch in evaluation.RunAsync(input, context, life.Token))
            {
                output.Take(batch);
            }

            output.End();
            await input.DrainAsync(life.Token);
            WriteSuccess(writer, context);
            return true;
        }
        catch (Exception failure) when (failure is not OperationCanceledException || !life.Token.IsCancellationRequested)
        {
            output?.End();
            WriteFailure(writer, WithBudget(Describe(failure, header)) with { Operator = name });
            return false;
        }
        finally
        {
            output?.Dispose();
        }
    }

    /// <summary>What a task's failure is told as.</summary>
    public static ExecutorFailure Describe(Exception failure, TaskHeader header) => Describe(failure) with
    {
        StageId = header.StageId,
        PartitionId = header.PartitionId,
        AttemptNumber = header.AttemptNumber,
    };

    /// <summary>What a failure is told as.</summary>
    public static ExecutorFailure Describe(Exception failure) => new()
    {
        Kind = failure switch
        {
            CommandRefusedException => ExecutorFailureKind.Refused,
            BarrierException => ExecutorFailureKind.Barrier,
            MemoryShareException => ExecutorFailureKind.Memory,
            WorkerProtocolException => ExecutorFailureKind.Protocol,
            _ when HasRunOut(failure) => ExecutorFailureKind.Memory,
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

    private static bool HasRunOut(Exception? failure) => failure is not null && (failure is OutOfMemoryException || HasRunOut(failure.InnerException));

    // Who runs out of memory should know of how much.
    private ExecutorFailure WithBudget(ExecutorFailure told) => told.Kind == ExecutorFailureKind.Memory && memory.Budget is { } budget
        ? told with
        {
            Message = $"a worker process may use {budget.TotalBytes >> 20} MiB, {budget.ManagedHeapBytes >> 20} MiB of them as managed heap and {budget.EngineBytes >> 20} MiB in an embedded engine. {told.Message}",
        }
        : told;

    private void WriteSuccess(WireWriter writer, SparkTaskContext context)
    {
        var messages = context.TakeMessages();
        writer.WriteInt32(SpecialLength.EndOfDataSection);
        writer.WriteInt32(messages.Length);
        foreach (var message in messages)
        {
            writer.WriteBytes(message);
        }

        writer.WriteInt32(lastMark);
        writer.Flush();
    }
}
