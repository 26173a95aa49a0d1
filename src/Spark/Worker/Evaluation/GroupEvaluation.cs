using System.Runtime.CompilerServices;
using Apache.Arrow;
using Millrace.Spark.Worker.Commands;
using Millrace.Spark.Worker.Tasks;
using Millrace.Spark.Worker.Wire;

namespace Millrace.Spark.Worker.Evaluation;

/// <summary>
/// Groups through one operator. Spark sends each column once and says by position which make the key and which the rows: a count, the number of key
/// columns, their positions, the rows' positions.
/// </summary>
internal sealed class GroupEvaluation : IEvaluation
{
    private readonly IGroupOperator _work;
    private readonly int[] _key;
    private readonly int[] _values;

    public GroupEvaluation(string name, Schema output, IGroupOperator work, IReadOnlyList<int> positions)
    {
        Name = name;
        Output = output;
        _work = work;
        var keys = positions.Count >= 2 ? positions[1] : -1;
        if (keys < 0 || keys > positions.Count - 2 || positions[0] != positions.Count - 1)
        {
            throw new WorkerProtocolException("the positions of a grouped function do not hold their own counts");
        }

        _key = [.. positions.Skip(2).Take(keys)];
        _values = [.. positions.Skip(2 + keys)];
    }

    public string Name { get; }

    public Schema Output { get; }

    public bool Wrapped => true;

    public async IAsyncEnumerable<RecordBatch> RunAsync(
        TaskInput input, SparkTaskContext context, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await foreach (var group in input.ReadGroupsAsync(cancellationToken))
        {
            await using var parts = group.GetAsyncEnumerator(cancellationToken);
            if (!await parts.MoveNextAsync())
            {
                continue;
            }

            // The key lies in the first batch, which so has two holders.
            var first = parts.Current;
            var owner = new SharedOwner(first, holders: 2);
            using var key = new OwnedBatch(
                Columns.Fields(first, _key), Columns.Pick(first, _key).Select(static column => ArrowArrayFactory.Slice(column, 0, 1)), 1, owner);
            var rows = RowsAsync(Columns.Select(first, _values, owner), parts);
            await foreach (var batch in _work.RunAsync(key, rows, context, cancellationToken))
            {
                yield return batch;
            }
        }
    }

    private async IAsyncEnumerable<RecordBatch> RowsAsync(RecordBatch first, IAsyncEnumerator<RecordBatch> rest)
    {
        yield return first;
        while (await rest.MoveNextAsync())
        {
            yield return Columns.Select(rest.Current, _values, rest.Current);
        }
    }
}
