using System.Globalization;
using System.Runtime.CompilerServices;
using Apache.Arrow;
using Millrace.Spark.Worker.Tasks;

namespace Millrace.Spark.WorkerApp;

/// <summary>Operators that go wrong in the ways that a worker must bear.</summary>
internal static class Misbehaviour
{
    /// <summary>Writes to an address that is not there, in one partition: a crash in native code, which no handler catches.</summary>
    public static async IAsyncEnumerable<RecordBatch> CrashAsync(
        int partition, IAsyncEnumerable<RecordBatch> input, SparkTaskContext context, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        context.NameAssignment($"part-{context.PartitionId}.parquet, row groups 0 to 3");
        await foreach (var batch in input.WithCancellation(cancellationToken))
        {
            yield return batch;
            if (context.PartitionId == partition)
            {
                WriteWhereNothingIs();
            }
        }
    }

    private static unsafe void WriteWhereNothingIs() => *(int*)0x0000_7000_0000_1000 = 1;

    /// <summary>Computes until it is cancelled, and tells by files that it has begun and that it has ended.</summary>
    public static async IAsyncEnumerable<RecordBatch> SpinAsync(
        string file, IAsyncEnumerable<RecordBatch> input, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await foreach (var batch in input.WithCancellation(cancellationToken))
        {
            batch.Dispose();
            await File.WriteAllTextAsync(file + ".begun", "", CancellationToken.None);
            var sum = 0L;
            while (!cancellationToken.IsCancellationRequested)
            {
                sum = unchecked((sum * 31) + 1);
            }

            await File.WriteAllTextAsync(file + ".ended", sum.ToString(CultureInfo.InvariantCulture), CancellationToken.None);
            cancellationToken.ThrowIfCancellationRequested();
        }

        yield break;
    }

    /// <summary>Never looks at its token; tells its process by a file.</summary>
    public static IAsyncEnumerable<RecordBatch> Stuck(string file)
    {
        File.WriteAllText(file, Environment.ProcessId.ToString(CultureInfo.InvariantCulture));
        Thread.Sleep(Timeout.Infinite);
        throw new InvalidOperationException();
    }

    /// <summary>Keeps every batch.</summary>
    public static async IAsyncEnumerable<RecordBatch> HoardAsync(IAsyncEnumerable<RecordBatch> input, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var kept = new List<RecordBatch>();
        await foreach (var batch in input.WithCancellation(cancellationToken))
        {
            kept.Add(batch);
        }

        foreach (var batch in kept)
        {
            yield return batch;
        }
    }

    /// <summary>Partition 0 fails while the others wait for it in a barrier call; they tell by a file what they got.</summary>
    public static async IAsyncEnumerable<RecordBatch> GatherOrDieAsync(string file, SparkTaskContext context, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        if (context.PartitionId == 0)
        {
            await Task.Delay(TimeSpan.FromSeconds(1), cancellationToken);
            throw new InvalidOperationException("partition 0 dies");
        }

        try
        {
            await context.Barrier!.AllGatherAsync("alive", cancellationToken);
        }
        catch (Exception failure)
        {
            await File.WriteAllTextAsync(file + ".part", failure.GetType().Name, CancellationToken.None);
            File.Move(file + ".part", file);
            throw;
        }

        yield break;
    }
}
