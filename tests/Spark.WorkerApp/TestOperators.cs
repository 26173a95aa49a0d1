using System.Globalization;
using System.Runtime.CompilerServices;
using Apache.Arrow;
using Millrace.Spark.Worker.Commands;
using Millrace.Spark.Worker.Tasks;

namespace Millrace.Spark.WorkerApp;

/// <summary>The operators that the tests run in executors.</summary>
public static class TestOperators
{
    public static OperatorRegistry Registry { get; } = new OperatorRegistry()
        .Add("identity", () => new LambdaOperator((input, _, _) => input))
        .Add("fail", () => new LambdaOperator((_, context, _) => throw new InvalidOperationException($"partition {context.PartitionId} does not like its data")))
        .Add("first-batch-only", () => new LambdaOperator(FirstOnlyAsync))
        .Add("crash", () => new LambdaOperator((_, _, _) =>
        {
            Environment.Exit(134);
            throw new InvalidOperationException();
        }))
        .Add<int>("crash-in-partition", partition => new LambdaOperator((input, context, token) => Misbehaviour.CrashAsync(partition, input, context, token)))
        .Add<string>("spin", file => new LambdaOperator((input, _, token) => Misbehaviour.SpinAsync(file, input, token)))
        .Add<string>("stuck", file => new LambdaOperator((_, _, _) => Misbehaviour.Stuck(file)))
        .Add("hoard", () => new LambdaOperator((input, _, token) => Misbehaviour.HoardAsync(input, token)))
        .Add("process", () => new LambdaOperator(ProcessAsync))
        .Add("batch-lengths", () => new LambdaOperator((input, _, token) => Observation.LengthsAsync(input, token)))
        .Add<string>("peak", file => new LambdaOperator((input, _, token) => Observation.PeakAsync(file, input, token)))
        .Add<string>("modes", folder => new LambdaOperator((_, _, token) => Observation.ModesAsync(folder, token)))
        .Add("place", () => new LambdaOperator((_, _, _) => Observation.PlaceAsync()))
        .Add("told", () => new LambdaOperator((_, context, _) => Observation.ToldAsync(context)))
        .Add<string>("gather-or-die", file => new LambdaOperator((_, context, token) => Misbehaviour.GatherOrDieAsync(file, context, token)))
        .AddColumns("first-argument", () => new FirstArgument())
        .AddGroups("identity-groups", () => new IdentityGroups())
        .AddColumns<AddSettings>("add", settings => new AddFunction(settings))
        .AddAggregate("spread", () => new SpreadFunction())
        .AddGroups<int>("count-groups", factor => new CountGroups(factor))
        .Add<string>("gather", message => new LambdaOperator((input, context, token) => GatherAsync(message, input, context, token)));

    private static async IAsyncEnumerable<RecordBatch> FirstOnlyAsync(
        IAsyncEnumerable<RecordBatch> input, SparkTaskContext context, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await foreach (var batch in input.WithCancellation(cancellationToken))
        {
            yield return batch;
            yield break;
        }
    }

    // Every task tells its partition; every task gives back all that was told, in one row.
    private static async IAsyncEnumerable<RecordBatch> GatherAsync(
        string message, IAsyncEnumerable<RecordBatch> input, SparkTaskContext context, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await foreach (var batch in input.WithCancellation(cancellationToken))
        {
            batch.Dispose();
        }

        var told = await context.Barrier!.AllGatherAsync(message + context.PartitionId.ToString(CultureInfo.InvariantCulture), cancellationToken);
        await context.Barrier.BarrierAsync(cancellationToken);
        var text = new StringArray.Builder().Append(string.Join(',', told)).Build();
        yield return new RecordBatch(new Schema([new Field("told", text.Data.DataType, true)], null), [text], 1);
    }

    // One row: process id, the collector's limit, the engine's limit, this task's share of the buffers; -1 where there is none.
    private static async IAsyncEnumerable<RecordBatch> ProcessAsync(
        IAsyncEnumerable<RecordBatch> input, SparkTaskContext context, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await foreach (var batch in input.WithCancellation(cancellationToken))
        {
            batch.Dispose();
        }

        long[] values =
        [
            Environment.ProcessId, GC.GetGCMemoryInfo(GCKind.Any).TotalAvailableMemoryBytes, context.Memory?.EngineBytes ?? -1, context.Memory is null ? -1 : context.BufferBytes,
        ];
        yield return new RecordBatch(
            new Schema([.. values.Select((_, index) => new Field($"v{index}", Apache.Arrow.Types.Int64Type.Default, true))], null),
            values.Select(static value => new Int64Array.Builder().Append(value).Build()),
            1);
    }
}
