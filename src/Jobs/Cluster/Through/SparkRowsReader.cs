using Apache.Arrow;
using Apache.Arrow.Types;
using Millrace.Jobs.Engine;
using Millrace.Jobs.Survey;

namespace Millrace.Jobs.Cluster.Through;

/// <summary>
/// Rows that Spark reads, as a scan: batches are cut where another file begins, partition keys are put beside the file's columns as the embedded scan does.
/// Blocks on Spark, so it needs a thread of its own. For one thread at a time; borrows the batches' enumerator.
/// </summary>
internal sealed class SparkRowsReader : IScanReader
{
    private readonly IAsyncEnumerator<RecordBatch> _batches;
    private readonly ThroughSource _source;
    private readonly Dictionary<long, SnapshotFile> _files;
    private readonly List<CoveredRows> _covered = [];
    private readonly Queue<ScannedBatch> _ready = new();
    private long _nextRow;

    /// <summary>A reader of one partition.</summary>
    /// <param name="batches">What Spark sends.</param>
    /// <param name="source">What the columns mean.</param>
    /// <param name="partition">Spark's number of the partition; numbers rows where no file does.</param>
    public SparkRowsReader(IAsyncEnumerator<RecordBatch> batches, ThroughSource source, int partition)
    {
        _batches = batches;
        _source = source;
        _files = source.Snapshot.Files
            .SelectMany(file => SourceAddress.FormsOf(file.FullPath).Select(form => (Hash: SourceAddress.HashOf(form), File: file)))
            .ToDictionary(form => form.Hash, form => form.File);
        _nextRow = (long)partition << 40;
    }

    /// <summary>The rows that came so far; null where Spark does not number them.</summary>
    public IReadOnlyList<CoveredRows>? Covered => _source.HasFiles ? _covered : null;

    /// <inheritdoc/>
    public ScannedBatch? Read(CancellationToken cancellationToken)
    {
        while (_ready.Count == 0)
        {
            cancellationToken.ThrowIfCancellationRequested();
            if (!_batches.MoveNextAsync().AsTask().GetAwaiter().GetResult())
            {
                return null;
            }

            Cut(_batches.Current);
        }

        return _ready.Dequeue();
    }

    private void Cut(RecordBatch batch)
    {
        if (!_source.HasFiles)
        {
            _ready.Enqueue(new ScannedBatch(Part(batch, batch.ColumnCount, 0, batch.Length, null), 0, _nextRow, [], new SharedBatch(batch, 1).Hold()));
            _nextRow += batch.Length;
            return;
        }

        var files = (Int64Array)batch.Column(batch.ColumnCount - 2);
        var rows = (Int64Array)batch.Column(batch.ColumnCount - 1);
        var starts = Starts(files.Values, rows.Values);
        var shared = new SharedBatch(batch, starts.Count);
        for (var part = 0; part < starts.Count; part++)
        {
            var from = starts[part];
            var count = (part + 1 < starts.Count ? starts[part + 1] : batch.Length) - from;
            var address = files.Values[from];
            var file = FileOf(address);
            var first = rows.Values[from];
            Coverage.Join(_covered, new CoveredRows(address, file.Ordinal, first, count));
            _ready.Enqueue(new ScannedBatch(Part(batch, batch.ColumnCount - 2, from, count, file), file.Ordinal, first, [], shared.Hold()));
        }

        if (starts.Count == 0)
        {
            batch.Dispose();
        }
    }

    private static List<int> Starts(ReadOnlySpan<long> files, ReadOnlySpan<long> rows)
    {
        var starts = new List<int>();
        for (var row = 0; row < rows.Length; row++)
        {
            if (row == 0 || rows[row] != rows[row - 1] + 1 || files[row] != files[row - 1])
            {
                starts.Add(row);
            }
        }

        return starts;
    }

    private SnapshotFile FileOf(long address) => _files.TryGetValue(address, out var file)
        ? file
        : throw new JobFailedException("Spark read a file that the survey did not see: the input changed. Run the job again.");

    private static RecordBatch Part(RecordBatch batch, int columns, int from, int count, SnapshotFile? file)
    {
        var fields = new List<Field>();
        var arrays = new List<IArrowArray>();
        for (var i = 0; i < columns; i++)
        {
            arrays.Add(BatchPart.Of(batch.Column(i), from, count));
            fields.Add(new Field(batch.Schema.GetFieldByIndex(i).Name, arrays[i].Data.DataType, nullable: true));
        }

        foreach (var partition in file?.Partitions ?? [])
        {
            if (fields.TrueForAll(field => field.Name != partition.Key))
            {
                fields.Add(new Field(partition.Key, StringType.Default, nullable: true));
                arrays.Add(Constant(partition.Value, count));
            }
        }

        return new RecordBatch(new Schema(fields, null), arrays, count);
    }

    private static StringArray Constant(string? value, int count)
    {
        var texts = new StringArray.Builder();
        for (var row = 0; row < count; row++)
        {
            texts.Append(value);
        }

        return texts.Build();
    }
}
