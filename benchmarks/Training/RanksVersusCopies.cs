using Millrace.Benchmarks.Ratios;
using Millrace.Benchmarks.Running;
using Millrace.Training.Collectives;

namespace Millrace.Benchmarks.Training;

/// <summary>
/// Two ranks on two cores that sum their gradients every step, against two copies on the same cores that know nothing of each
/// other and have as many rows: the throughput that the ranks keep.
/// </summary>
internal sealed class RanksVersusCopies : IRatio
{
    private const int Ranks = 2;
    private const int LanesPerRank = 4;
    private const int RowsPerRank = 512;
    private readonly int[] _hidden;
    private readonly int _steps;

    private RanksVersusCopies(string name, double limit, int steps, params int[] hidden) =>
        (Name, Limit, _steps, _hidden) = (name, RatioLimit.NoLessThan(limit), steps, hidden);

    public static RanksVersusCopies Narrow { get; } = new("two-ranks-vs-copies", 0.90, 1000, 128, 64);

    public static RanksVersusCopies Wide { get; } = new("two-ranks-vs-copies-wide", 0.95, 300, 256, 256);

    public string Name { get; }

    public RatioLimit Limit { get; }

    public Task<Measurement> MeasureAsync(CancellationToken cancellationToken) => Task.Factory.StartNew(
        () =>
        {
            var network = SyntheticTraining.Dense(_hidden);
            var ranks = Enumerable.Range(0, Ranks).Select(rank => new SyntheticTraining(network, RowsPerRank, LanesPerRank, seed: rank + 1)).ToArray();
            return TimedPairs.Run(
                () => RunAll(ranks, synchronised: false), () => RunAll(ranks, synchronised: true),
                $"64-{string.Join('-', _hidden)}-1, {RowsPerRank} rows a rank and step, {_steps} steps, two threads on two cores, {ranks[0].Path}",
                sameHash: false, cancellationToken);
        },
        cancellationToken, TaskCreationOptions.LongRunning, TaskScheduler.Default);

    private Timed RunAll(SyntheticTraining[] ranks, bool synchronised)
    {
        var group = new SharedMemoryGroup(Ranks, TimeSpan.FromSeconds(20));
        using var start = new Barrier(Ranks);
        var results = new Timed[Ranks];
        var threads = Enumerable.Range(0, Ranks).Select(rank => new Thread(() =>
        {
            Pinning.PinToCore(rank);
            using var collective = group.Join(rank);
            start.SignalAndWait();
            results[rank] = ranks[rank].Run(_steps, synchronised ? collective : null);
        })).ToList();
        threads.ForEach(thread => thread.Start());
        threads.ForEach(thread => thread.Join());
        if (synchronised && results[0].Hash != results[1].Hash)
        {
            throw new WrongResultException("the two ranks have different weights");
        }

        return new Timed(results[0].Hash, results.Max(result => result.Elapsed));
    }
}
