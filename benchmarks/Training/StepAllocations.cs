using System.Globalization;
using Millrace.Benchmarks.Ratios;
using Millrace.Training.Collectives;
using Millrace.Training.Lanes;

namespace Millrace.Benchmarks.Training;

/// <summary>
/// Bytes that the whole process allocates in 10,000 steps of 64-128-64-1 after warm-up: feed thread, forward, backward, the sum
/// over two ranks, AdamW. A collection of generation 2 in that time counts as a mebibyte.
/// </summary>
internal sealed class StepAllocations : IRatio
{
    private const int Rows = 16_384;
    private const int Batch = 256;
    private const int Lanes = 8;
    private const int Ranks = 2;
    private const int Warmup = 500;
    private const int Steps = 10_000;

    public string Name => "allocated-bytes-in-10000-steps";

    public RatioLimit Limit => RatioLimit.NoMoreThan(0);

    public async Task<Measurement> MeasureAsync(CancellationToken cancellationToken)
    {
        using var lanes = await TemporaryLanes.MakeAsync(Rows, Lanes, cancellationToken);
        var (bytes, collections, hash) = await Task.Factory.StartNew(
            () => Count(lanes.Store), cancellationToken, TaskCreationOptions.LongRunning, TaskScheduler.Default);
        var value = bytes + (collections * (1L << 20));
        return new Measurement(
            value, value, value, 1,
            string.Create(CultureInfo.InvariantCulture, $"{Steps} steps, batch {Batch}, {Ranks} ranks, {Rows / Batch} steps an epoch; {bytes} bytes, {collections} collections of generation 2"),
            hash[..16]);
    }

    private static (long Bytes, int Collections, string Hash) Count(LaneStore store)
    {
        var network = SyntheticTraining.Dense(128, 64);
        var group = new SharedMemoryGroup(Ranks, TimeSpan.FromSeconds(60));
        var gates = new Gate[] { new(), new() };
        var hashes = new string[Ranks];
        var threads = Enumerable.Range(0, Ranks).Select(rank => new Thread(() =>
        {
            var lanes = new LaneRange(rank * (Lanes / Ranks), Lanes / Ranks);
            var training = new SyntheticTraining(network, Batch, lanes.Count, rank + 1);
            var starts = new int[lanes.Count + 1];
            using var collective = group.Join(rank);
            using var feed = new StepFeed(store, lanes, new StepFeedSettings { Steps = Rows / Batch, Seed = 1, Shuffled = true }, (1, 0));
            hashes[rank] = training.Run(
                Warmup + Steps,
                step =>
                {
                    if (step == Warmup)
                    {
                        gates[0].Stop();
                    }

                    return feed.Take().Input(0, lanes.Count, starts, step, 1);
                },
                collective,
                gates[1].Stop).Hash;
        })).ToList();
        threads.ForEach(thread => thread.Start());
        var (before, collectionsBefore) = gates[0].Read();
        var (after, collectionsAfter) = gates[1].Read();
        threads.ForEach(thread => thread.Join());
        return hashes[0] == hashes[1]
            ? (after - before, collectionsAfter - collectionsBefore, hashes[0])
            : throw new WrongResultException("the two ranks have different weights");
    }

    /// <summary>Stops the ranks while the counters are read. It waits without allocating, which a barrier does not.</summary>
    private sealed class Gate
    {
        private int _stopped;
        private bool _open;

        public void Stop()
        {
            Interlocked.Increment(ref _stopped);
            while (!Volatile.Read(ref _open))
            {
                Thread.Sleep(1);
            }
        }

        public (long Bytes, int Collections) Read()
        {
            while (Volatile.Read(ref _stopped) < Ranks)
            {
                Thread.Sleep(1);
            }

            var counters = (GC.GetTotalAllocatedBytes(precise: true), GC.CollectionCount(2));
            Volatile.Write(ref _open, true);
            return counters;
        }
    }
}
