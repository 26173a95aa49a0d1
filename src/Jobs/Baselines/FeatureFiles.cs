using System.Runtime.CompilerServices;
using Apache.Arrow;
using Apache.Arrow.Ipc;
using Millrace.Exact;

namespace Millrace.Jobs.Baselines;

/// <summary>Reads feature files for the baselines.</summary>
internal static class FeatureFiles
{
    /// <summary>The batches of <paramref name="files"/> in order. Each belongs to the receiver until the next is asked for.</summary>
    public static async IAsyncEnumerable<RecordBatch> ReadAsync(
        IReadOnlyList<string> files, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        foreach (var file in files)
        {
            await using var stream = new FileStream(file, FileMode.Open, FileAccess.Read, FileShare.Read, 1 << 20, useAsync: false);
            using var reader = new ArrowFileReader(stream, leaveOpen: true);
            while (await reader.ReadNextRecordBatchAsync(cancellationToken) is { } batch)
            {
                using (batch)
                {
                    yield return batch;
                }
            }
        }
    }

    /// <summary>The <paramref name="maxRows"/> rows of smallest keyed hash, whatever files they lie in, and how many there are; null where the files hold no row.</summary>
    public static async Task<(FeatureRows? Sample, long Available)> SampleAsync(
        IReadOnlyList<string> files, BaselineData data, int maxRows, CancellationToken cancellationToken)
    {
        var (available, threshold) = await SampleThresholdAsync(files, maxRows, cancellationToken);
        var taken = 0;
        var rows = await LoadAsync(files, data, (hi, lo) => SampleHash(hi, lo) <= threshold && taken++ < maxRows, cancellationToken);
        return (rows is { Count: > 0 } ? rows : null, available);
    }

    /// <summary>
    /// Rows there are, and the greatest keyed hash among the <paramref name="maxRows"/> smallest: rows up to it are the sample, whatever files
    /// they lie in.
    /// </summary>
    public static async Task<(long Rows, ulong Threshold)> SampleThresholdAsync(
        IReadOnlyList<string> files, int maxRows, CancellationToken cancellationToken)
    {
        var rows = 0L;
        var smallest = new PriorityQueue<ulong, ulong>(Comparer<ulong>.Create((a, b) => b.CompareTo(a)));
        await foreach (var batch in ReadAsync(files, cancellationToken))
        {
            var hi = (Int64Array)batch.Column(FeatureColumns.IdHi);
            var lo = (Int64Array)batch.Column(FeatureColumns.IdLo);
            rows += batch.Length;
            for (var row = 0; row < batch.Length; row++)
            {
                var hash = SampleHash(hi.Values[row], lo.Values[row]);
                if (smallest.Count < maxRows)
                {
                    smallest.Enqueue(hash, hash);
                }
                else if (hash < smallest.Peek())
                {
                    smallest.EnqueueDequeue(hash, hash);
                }
            }
        }

        return (rows, rows <= maxRows || smallest.Count == 0 ? ulong.MaxValue : smallest.Peek());
    }

    /// <summary>The keyed hash that picks the baselines' rows.</summary>
    public static ulong SampleHash(long hi, long lo) => KeyedHash.Hash(KeyedHash.BaselineKey, hi, lo);

    private static async Task<FeatureRows?> LoadAsync(
        IReadOnlyList<string> files, BaselineData data, Func<long, long, bool> keep, CancellationToken cancellationToken)
    {
        FeatureRows? rows = null;
        await foreach (var batch in ReadAsync(files, cancellationToken))
        {
            rows ??= FeatureRows.For(batch.Schema, data);
            rows.Append(batch, keep);
        }

        return rows;
    }
}
