using System.Diagnostics;
using System.Security.Cryptography;
using Millrace.Benchmarks.Ratios;
using Millrace.Training;
using Millrace.Training.Checkpoints;

namespace Millrace.Benchmarks.Training;

/// <summary>
/// A checkpoint of 100 MB a minute, flushed to the disk, as a share of that minute. Counted is all the time until it is on the
/// disk, though training goes on during most of it.
/// </summary>
internal sealed class CheckpointShare : IRatio
{
    private const int Checkpoints = 5;
    private static readonly TimeSpan Interval = TimeSpan.FromMinutes(1);

    public string Name => "checkpoint-share-of-time";

    public RatioLimit Limit => RatioLimit.NoMoreThan(0.01);

    public Task<Measurement> MeasureAsync(CancellationToken cancellationToken) => TimedPairs.OnPinnedThread(() => Measure(cancellationToken), cancellationToken);

    private static Measurement Measure(CancellationToken cancellationToken)
    {
        // Parameters, two moments, averages and the best weights: five arrays.
        var network = SyntheticTraining.Dense(2240, 2160);
        var (count, random) = (network.Layout.Count, new Random(1));
        var folder = Directory.CreateTempSubdirectory("millrace-checkpoints").FullName;
        try
        {
            var store = new CheckpointStore(folder, new CheckpointIdentity(new string('0', 64), network.Layout, "benchmark"));
            var state = new TrainingState
            {
                Parameters = Values(),
                First = Values(),
                Second = Values(),
                Averages = Values(),
                Best = Values(),
                Progress = new StateProgress(),
            };
            using var writer = new CheckpointWriter(store, state, new TrainingOptions());
            var (shares, copies) = (new double[Checkpoints], new double[Checkpoints]);
            for (var at = 0; at <= Checkpoints; at++)
            {
                cancellationToken.ThrowIfCancellationRequested();
                state.Progress = state.Progress with { Step = at };
                var start = Stopwatch.GetTimestamp();
                writer.Begin(state);
                var begun = Stopwatch.GetElapsedTime(start);
                writer.Wait();
                if (at > 0)
                {
                    (shares[at - 1], copies[at - 1]) = (Stopwatch.GetElapsedTime(start) / Interval, begun.TotalMilliseconds);
                }
            }

            var newest = store.Files()[0];
            if (!store.Load(newest).Parameters.AsSpan().SequenceEqual(state.Parameters))
            {
                throw new WrongResultException("the checkpoint does not hold the state");
            }

            Array.Sort(copies);
            using var stream = File.OpenRead(newest);
            return TimedPairs.Of(
                shares, FormattableString.Invariant($"{5L * sizeof(float) * count / 1e6:0} MB every {Interval.TotalSeconds:0} s; training itself stands still for {copies[Checkpoints / 2]:0} ms"),
                Convert.ToHexStringLower(SHA256.HashData(stream)));
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }

        float[] Values() => [.. Enumerable.Range(0, count).Select(_ => random.NextSingle())];
    }
}
