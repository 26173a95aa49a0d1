using Millrace.Benchmarks.Ratios;

namespace Millrace.Benchmarks.Training;

/// <summary>What lanes cost: whole steps with eight lanes against whole steps with one, the same rows, one core.</summary>
internal sealed class LanesVersusOne : IRatio
{
    private const int Rows = 1024;
    private readonly int[] _hidden;
    private readonly int _steps;

    private LanesVersusOne(string name, double limit, int steps, params int[] hidden)
    {
        (Name, Limit, _steps, _hidden) = (name, RatioLimit.NoMoreThan(limit), steps, hidden);
    }

    public static LanesVersusOne Narrow { get; } = new("eight-lanes-vs-one", 1.05, 500, 128, 64);

    public static LanesVersusOne Wide { get; } = new("eight-lanes-vs-one-wide", 1.15, 12, 1024, 1024);

    public string Name { get; }

    public RatioLimit Limit { get; }

    public Task<Measurement> MeasureAsync(CancellationToken cancellationToken) => TimedPairs.OnPinnedThread(
        () =>
        {
            var network = SyntheticTraining.Dense(_hidden);
            var (eight, one) = (new SyntheticTraining(network, Rows, 8), new SyntheticTraining(network, Rows, 1));
            return TimedPairs.Run(
                () => eight.Run(_steps), () => one.Run(_steps),
                $"64-{string.Join('-', _hidden)}-1, batch {Rows}, {_steps} steps, one thread, {eight.Path}", sameHash: false, cancellationToken);
        },
        cancellationToken);
}
