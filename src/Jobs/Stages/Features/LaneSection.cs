using Apache.Arrow;

namespace Millrace.Jobs.Stages.Features;

/// <summary>
/// Feature batches that wait to be written lane after lane. Holds what it took until it is cleared. For one thread at a time.
/// </summary>
/// <param name="lanes">V.</param>
internal sealed class LaneSection(int lanes)
{
    private readonly List<RecordBatch> _batches = [];
    private readonly List<RowPlace>[] _rows = [.. Enumerable.Range(0, lanes).Select(_ => new List<RowPlace>())];

    /// <summary>Bytes of the batches held.</summary>
    public long Bytes { get; private set; }

    /// <summary>Keeps a batch, which is this section's from now on.</summary>
    public void Take(RecordBatch batch)
    {
        var lane = ((Int32Array)batch.Column("lane")).Values;
        for (var row = 0; row < batch.Length; row++)
        {
            _rows[lane[row]].Add(new RowPlace(_batches.Count, row));
        }

        _batches.Add(batch);
        Bytes += batch.Arrays.Sum(array => BytesOf(array.Data));
    }

    /// <summary>V batches: that of lane l has the section's rows of lane l, maybe none. Each belongs to the receiver.</summary>
    public IEnumerable<RecordBatch> InLaneOrder(Schema schema) => _rows.Select(rows => RowGather.Of(schema, _batches, rows));

    /// <summary>Lets go of all rows.</summary>
    public void Clear()
    {
        foreach (var batch in _batches)
        {
            batch.Dispose();
        }

        foreach (var rows in _rows)
        {
            rows.Clear();
        }

        _batches.Clear();
        Bytes = 0;
    }

    private static long BytesOf(ArrayData data) =>
        data.Buffers.Sum(buffer => (long)buffer.Length) + (data.Children?.Sum(BytesOf) ?? 0);
}
