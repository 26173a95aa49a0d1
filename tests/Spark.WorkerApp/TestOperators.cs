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
        .Add("identity", () => new Lambda((input, _, _) => input))
        .Add("fail", () => new Lambda((_, context, _) => throw new InvalidOperationException($"partition {context.PartitionId} does not like its data")))
        .Add("first-batch-only", () => new Lambda(FirstOnlyAsync))
        .Add("crash", () => new Lambda((_, _, _) =>
        {
            Environment.Exit(134);
            throw new InvalidOperationException();
        }))
        .AddColumns<AddSettings>("add", settings => new AddFunction(settings))
        .AddAggregate("spread", () => new SpreadFunction())
        .AddGroups<int>("count-groups", factor => new CountGroups(factor))
        .Add<string>("gather", message => new Lambda((input, context, token) => GatherAsync(message, input, context, token)));

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

    private sealed class Lambda(Func<IAsyncEnumerable<RecordBatch>, SparkTaskContext, CancellationToken, IAsyncEnumerable<RecordBatch>> run) : IBatchOperator
    {
        public IAsyncEnumerable<RecordBatch> RunAsync(IAsyncEnumerable<RecordBatch> input, SparkTaskContext context, CancellationToken cancellationToken) =>
            run(input, context, cancellationToken);
    }
}
