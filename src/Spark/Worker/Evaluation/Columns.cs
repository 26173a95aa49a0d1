using Apache.Arrow;
using Millrace.Spark.Worker.Tasks;
using Millrace.Spark.Worker.Wire;

namespace Millrace.Spark.Worker.Evaluation;

/// <summary>Columns of a batch by the positions that Spark gives.</summary>
internal static class Columns
{
    /// <exception cref="WorkerProtocolException">A position is beyond the batch.</exception>
    public static IArrowArray[] Pick(RecordBatch batch, IReadOnlyList<int> positions)
    {
        var picked = new IArrowArray[positions.Count];
        for (var index = 0; index < picked.Length; index++)
        {
            picked[index] = positions[index] >= 0 && positions[index] < batch.ColumnCount
                ? batch.Column(positions[index])
                : throw new WorkerProtocolException($"position {positions[index]} is not among {batch.ColumnCount} columns");
        }

        return picked;
    }

    public static Schema Fields(RecordBatch batch, IReadOnlyList<int> positions) =>
        new(Pick(batch, positions).Zip(positions, (_, position) => batch.Schema.FieldsList[position]), metadata: null);

    /// <summary>A batch of some columns, which disposes <paramref name="owner"/> with itself.</summary>
    public static RecordBatch Select(RecordBatch batch, IReadOnlyList<int> positions, IDisposable owner) =>
        new OwnedBatch(Fields(batch, positions), Pick(batch, positions), batch.Length, owner);
}
