using System.Globalization;
using System.Reflection;
using Apache.Arrow;
using Apache.Arrow.Ipc;
using Millrace.Spark.Worker.Commands;
using Millrace.Spark.Worker.Methods;
using Millrace.Spark.Worker.Wire;

namespace Millrace.Spark.Worker.Evaluation;

/// <summary>Reads a task's commands and finds what they name. Refuses everything else before any data is read. Thread-safe.</summary>
internal sealed class EvaluationFactory(ApplicationCode code)
{
    /// <summary>What the header asks for.</summary>
    /// <exception cref="CommandRefusedException">This application does not run it.</exception>
    public IEvaluation Create(TaskHeader header)
    {
        if (!header.DriverVersion.StartsWith(WorkerCommand.DriverVersionPrefix, StringComparison.Ordinal))
        {
            throw new CommandRefusedException(
                "This worker was started for a function that Millrace.Spark did not send. "
                + "It runs C# functions only; set spark.sql.execution.pyspark.python per session, so that PySpark sessions keep their own Python.");
        }

        return header.EvalType switch
        {
            EvalType.MapInArrow => Batches(header),
            EvalType.GroupedMapArrow => Groups(header),
            EvalType.ScalarArrow or EvalType.ScalarPandas => ColumnFunctions(header),
            _ => Aggregates(header),
        };
    }

    private BatchEvaluation Batches(TaskHeader header)
    {
        var command = Single(header);
        return new BatchEvaluation(command.Operator, ReadSchema(command), Registered<IBatchOperator>(command, OperatorKind.Batches));
    }

    private GroupEvaluation Groups(TaskHeader header)
    {
        var command = Single(header);
        var work = command.Method is { } reference
            ? new BatchFunction(Method(reference, ColumnSignature.IsBatches))
            : Registered<IGroupOperator>(command, OperatorKind.Groups);
        return new GroupEvaluation(command.Operator, ReadSchema(command), work, header.Functions[0].Offsets);
    }

    private ColumnEvaluation ColumnFunctions(TaskHeader header)
    {
        var chains = new List<ColumnChain>();
        var (names, fields) = (new List<string>(), new List<Field>());
        foreach (var function in header.Functions)
        {
            var commands = function.Commands.Select(Parse).ToArray();
            chains.Add(new ColumnChain(function.Offsets, [.. commands.Select(ColumnFunction)]));
            names.AddRange(commands.Select(static command => command.Operator));
            fields.Add(OutputField(commands[^1], fields.Count));
        }

        return new ColumnEvaluation(string.Join(", ", names), new Schema(fields, null), chains);
    }

    private AggregateEvaluation Aggregates(TaskHeader header)
    {
        var calls = new List<AggregateCall>();
        var (names, fields) = (new List<string>(), new List<Field>());
        foreach (var function in header.Functions)
        {
            if (function.Commands is not [var bytes])
            {
                throw new WorkerProtocolException("an aggregate carries one command");
            }

            var command = Parse(bytes);
            calls.Add(new AggregateCall(function.Offsets, Registered<IAggregateFunction>(command, OperatorKind.Aggregate)));
            names.Add(command.Operator);
            fields.Add(OutputField(command, fields.Count));
        }

        return new AggregateEvaluation(string.Join(", ", names), new Schema(fields, null), calls);
    }

    private IColumnFunction ColumnFunction(WorkerCommand command)
    {
        if (command.Method is not { } reference)
        {
            return Registered<IColumnFunction>(command, OperatorKind.Columns);
        }

        var method = Method(reference, static method => !ColumnSignature.IsBatches(method));
        return ColumnSignature.IsArrays(method)
            ? new ArrayFunction(method)
            : (IColumnFunction)Activator.CreateInstance(typeof(ValueFunction<>).MakeGenericType(method.ReturnType), method, OutputField(command, 0))!;
    }

    private MethodInfo Method(MethodReference reference, Func<MethodInfo, bool> fits)
    {
        var method = ExecutorMethod.Resolve(code.Entry, reference);
        return fits(method) ? method : throw new CommandRefusedException($"{ExecutorMethod.Describe(method)} has a signature of another kind of function.");
    }

    private T Registered<T>(WorkerCommand command, OperatorKind kind)
        where T : class => command.Method is null
        ? code.Operators.Create<T>(command.Operator, kind, command.Settings)
        : throw new CommandRefusedException("A method came where a registered operator is due.");

    private WorkerCommand Single(TaskHeader header) => header.Functions is [{ Commands: [var bytes] }]
        ? Parse(bytes)
        : throw new WorkerProtocolException($"a task of evaluation type {(int)header.EvalType} carries one command");

    private WorkerCommand Parse(byte[] bytes) => WorkerCommand.Parse(bytes, code.Identity);

    private static Field OutputField(WorkerCommand command, int position)
    {
        var declared = ReadSchema(command).FieldsList is [var only] ? only : throw new CommandRefusedException("A function of columns declares one column.");
        return new Field("_" + position.ToString(CultureInfo.InvariantCulture), declared.DataType, declared.IsNullable);
    }

    private static Schema ReadSchema(WorkerCommand command)
    {
        try
        {
            using var stream = new MemoryStream(command.OutputSchema, writable: false);
            using var reader = new ArrowStreamReader(new ArrowMessageGuard(stream, command.OutputSchema.Length), leaveOpen: true);
            return reader.Schema;
        }
        catch (Exception failure) when (failure is not WorkerProtocolException)
        {
            throw new CommandRefusedException($"The declared output is no Arrow schema ({failure.GetType().Name}).");
        }
    }
}
