using Millrace.Benchmarks.Ratios;
using Millrace.Benchmarks.Running;
using Millrace.Training.Lanes;
using Millrace.Training.Networks;

namespace Millrace.Benchmarks.Training;

/// <summary>
/// Epochs of 64-128-64-1 fed by one thread on the other core, from lane files made of a row-major Arrow feature file, against the
/// same steps gathered in memory before: the throughput that is kept once the first step is there. A lane has more rows than a
/// window of the epoch's order holds, so windows change within and between the epochs.
/// </summary>
internal sealed class FedVersusPreloaded : IRatio
{
    private const int Rows = 600_000;
    private const int Batch = 1024;
    private const int Lanes = 8;
    private const int Steps = Rows / Batch;
    private const int Epochs = 2;
    private const ulong Seed = 1;

    public string Name => "fed-vs-preloaded";

    public RatioLimit Limit => RatioLimit.NoLessThan(0.97);

    public async Task<Measurement> MeasureAsync(CancellationToken cancellationToken)
    {
        using var lanes = await TemporaryLanes.MakeAsync(Rows, Lanes, cancellationToken);
        return await TimedPairs.OnPinnedThread(() => Measure(lanes.Store, cancellationToken), cancellationToken);
    }

    private static Measurement Measure(LaneStore store, CancellationToken cancellationToken)
    {
        var training = new SyntheticTraining(SyntheticTraining.Dense(128, 64), Batch + Lanes, Lanes);
        var starts = new int[Lanes + 1];
        var kept = new StoredStep[Steps * Epochs];
        using (var feed = Feed(store))
        {
            for (var step = 0; step < kept.Length; step++)
            {
                kept[step] = new StoredStep(feed.Take().Input(0, Lanes, starts, step, Seed));
            }
        }

        return TimedPairs.Run(
            () => training.Run(kept.Length, step => kept[step].Input(step)),
            () =>
            {
                using var feed = Feed(store);
                return training.Run(kept.Length, step => feed.Take().Input(0, Lanes, starts, step, Seed));
            },
            $"64-128-64-1, batch {Batch}, {Rows} rows in {store.Files.Count} lane files, {Epochs} epochs, feed on core 1, training on core 0, {training.Path}",
            sameHash: true, cancellationToken);
    }

    /// <summary>A new thread runs where its maker runs.</summary>
    private static StepFeed Feed(LaneStore store)
    {
        Pinning.PinToCore(1);
        var feed = new StepFeed(store, new LaneRange(0, Lanes), new StepFeedSettings { Steps = Steps, Seed = Seed, Shuffled = true }, (1, 0));
        Pinning.PinToCore(0);
        return feed;
    }

    /// <summary>The rows of one step in memory of their own.</summary>
    private sealed class StoredStep(StepInput input)
    {
        private readonly int[] _starts = input.LaneStarts.ToArray();
        private readonly float[] _x = input.X.ToArray();
        private readonly float[] _y = input.Y.ToArray();
        private readonly float[] _weights = input.Weights.ToArray();

        public StepInput Input(long step) => new() { LaneStarts = _starts, X = _x, Y = _y, Weights = _weights, Step = step, Seed = Seed };
    }
}
