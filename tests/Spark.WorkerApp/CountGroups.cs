using System.Runtime.CompilerServices;
using Apache.Arrow;
using Millrace.Spark.Worker.Commands;
using Millrace.Spark.Worker.Tasks;

namespace Millrace.Spark.WorkerApp;

/// <summary>For each group its key and its number of rows, times a factor.</summary>
internal sealed class CountGroups(int factor) : IGroupOperator
{
    public async IAsyncEnumerable<RecordBatch> RunAsync(
        RecordBatch key, IAsyncEnumerable<RecordBatch> rows, SparkTaskContext context, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var count = 0L;
        await foreach (var batch in rows.WithCancellation(cancellationToken))
        {
            using (batch)
            {
                count += batch.Length;
            }
        }

        var keyColumn = new Int64Array.Builder().Append(((Int64Array)key.Column(0)).GetValue(0)!.Value).Build();
        var countColumn = new Int64Array.Builder().Append(count * factor).Build();
        yield return new RecordBatch(
            new Schema([new Field("key", keyColumn.Data.DataType, true), new Field("count", countColumn.Data.DataType, true)], null), [keyColumn, countColumn], 1);
    }
}
