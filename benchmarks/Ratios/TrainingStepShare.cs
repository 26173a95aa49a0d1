using System.Diagnostics;
using Millrace.Benchmarks.Running;
using Millrace.Training;
using Millrace.Training.Layers;
using Millrace.Training.Losses;
using Millrace.Training.Networks;
using Millrace.Training.Optimizers;

namespace Millrace.Benchmarks.Ratios;

/// <summary>
/// The whole step of 64-128-64-1 at batch 1,024 (forward, backward over eight lanes, AdamW) as a share of one core's multiply-add peak. Counted are
/// the products that are really needed: no input gradient for the first layer. Peak and step alternate on one pinned core.
/// </summary>
internal sealed class TrainingStepShare : IRatio
{
    private const int Batch = 1024;
    private const int Lanes = 8;
    private const int Steps = 300;
    private const int Pairs = 15;
    private const double MultiplyAdds = (double)Batch * ((2 * 64 * 128) + (3 * 128 * 64) + (3 * 64));

    public string Name => "training-step-share-of-peak";

    public RatioLimit Limit => RatioLimit.NoLessThan(0.55);

    public Task<Measurement> MeasureAsync(CancellationToken cancellationToken) => Task.Factory.StartNew(
        () => Measure(cancellationToken), cancellationToken, TaskCreationOptions.LongRunning, TaskScheduler.Default);

    private static Measurement Measure(CancellationToken cancellationToken)
    {
        Pinning.PinToCore(0);
        var network = Network.Build(
            new NetworkSpec { Layers = [new DenseSpec { Units = 128, Activation = Activation.Relu }, new DenseSpec { Units = 64, Activation = Activation.Relu }] },
            new InputShape { DenseFeatures = 64 },
            [new TargetSpec { Loss = new SquaredLossSpec() }]);
        var expected = Run(network, out var path, out _);
        _ = MultiplyAddPeak.Measure();
        var shares = new double[Pairs];
        for (var pair = 0; pair < Pairs; pair++)
        {
            cancellationToken.ThrowIfCancellationRequested();
            var before = MultiplyAddPeak.Measure();
            var hash = Run(network, out _, out var elapsed);
            var peak = Math.Max(before, MultiplyAddPeak.Measure());
            if (hash != expected)
            {
                throw new WrongResultException($"the weights are {hash}, and were {expected} before");
            }

            shares[pair] = MultiplyAdds * Steps / elapsed.TotalSeconds / peak;
        }

        Array.Sort(shares);
        return new Measurement(
            shares[Pairs / 2], shares[Pairs / 4], shares[Pairs - 1 - (Pairs / 4)], Pairs, $"64-128-64-1, batch {Batch}, {Lanes} lanes, {Steps} steps, one thread, {path}", expected[..16]);
    }

    private static string Run(Network network, out string path, out TimeSpan elapsed)
    {
        var x = new float[Batch * 64];
        var y = new float[Batch];
        for (var i = 0; i < x.Length; i++)
        {
            x[i] = (((i * 2654435761L) & 0xFFFF) / 65536f) - 0.5f;
        }

        for (var row = 0; row < Batch; row++)
        {
            y[row] = x[row * 64] + (x[(row * 64) + 1] * x[(row * 64) + 2]);
        }

        var starts = Enumerable.Range(0, Lanes + 1).Select(lane => Batch * lane / Lanes).ToArray();
        var parameters = new float[network.Layout.Count];
        var gradient = new float[parameters.Length];
        network.Initialize(1, parameters);
        var workspace = network.CreateWorkspace(Batch);
        var sums = new StepSums(network);
        var optimizer = new Optimizer(new AdamWSpec(), network.Layout);
        var state = optimizer.CreateState(parameters);
        path = workspace.Path.ToString();
        var start = Stopwatch.GetTimestamp();
        for (var step = 0; step < Steps; step++)
        {
            network.ForwardBackward(new StepInput { LaneStarts = starts, X = x, Y = y, Step = step }, parameters, workspace, gradient, sums);
            optimizer.Step(network, sums, parameters, gradient, state, 0.001);
        }

        elapsed = Stopwatch.GetElapsedTime(start);
        return TrainedModel.HashOf(parameters);
    }
}
