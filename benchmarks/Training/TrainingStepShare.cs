using Millrace.Benchmarks.Ratios;
using Millrace.Training.Networks;

namespace Millrace.Benchmarks.Training;

/// <summary>
/// Whole steps of a network (forward, backward over eight lanes, AdamW) as a share of one core's multiply-add peak. Counted are
/// the products that are really needed: no input gradient for the first layer.
/// </summary>
internal sealed class TrainingStepShare : IRatio
{
    private const int Lanes = 8;
    private readonly Func<Network> _network;
    private readonly int _rows;
    private readonly int _steps;
    private readonly double _multiplyAdds;
    private readonly string _shape;

    private TrainingStepShare(string name, double limit, Func<Network> network, (int Rows, int Steps, double MultiplyAdds, string Shape) work)
    {
        (Name, Limit, _network) = (name, RatioLimit.NoLessThan(limit), network);
        (_rows, _steps, _multiplyAdds, _shape) = work;
    }

    /// <summary>64-128-64-1, lanes of 128 rows.</summary>
    public static TrainingStepShare Dense { get; } = new(
        "training-step-share-of-peak", 0.55, () => SyntheticTraining.Dense(128, 64),
        (1024, 300, SyntheticTraining.DenseMultiplyAdds(1024, 128, 64), "64-128-64-1"));

    /// <summary>The network of the MNIST sample: 32 filters 3×3 on 28×28, maxima over 2×2, 128 units, 10 classes.</summary>
    public static TrainingStepShare Image { get; } = new(
        "image-step-share-of-peak", 0.45, SyntheticTraining.Image,
        (256, 25, 256.0 * ((2 * 26 * 26 * 32 * 9) + (3 * 13 * 13 * 32 * 128) + (3 * 128 * 10)), "conv 32 3x3 - pool 2 - 128 - 10 on 28x28"));

    public string Name { get; }

    public RatioLimit Limit { get; }

    public Task<Measurement> MeasureAsync(CancellationToken cancellationToken) => TimedPairs.OnPinnedThread(
        () =>
        {
            var training = new SyntheticTraining(_network(), _rows, Lanes);
            return PeakShare.Measure(
                () => training.Run(_steps + 1), _multiplyAdds * _steps, $"{_shape}, batch {_rows}, {Lanes} lanes, {_steps} steps, {training.Path}", cancellationToken);
        },
        cancellationToken);
}
