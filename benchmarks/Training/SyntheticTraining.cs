using System.Diagnostics;
using Millrace.Training;
using Millrace.Training.Collectives;
using Millrace.Training.Layers;
using Millrace.Training.Layers.Images;
using Millrace.Training.Losses;
using Millrace.Training.Networks;
using Millrace.Training.Optimizers;

namespace Millrace.Benchmarks.Training;

/// <summary>
/// Training steps of one rank on rows that are already in memory: forward, backward, sum over ranks if there are others, AdamW.
/// Each run starts from the same initial weights, so that equal work has equal hashes.
/// </summary>
internal sealed class SyntheticTraining
{
    public const int Features = 64;
    private readonly Network _network;
    private readonly int[] _starts;
    private readonly float[] _x;
    private readonly float[] _y;
    private readonly float[] _parameters;
    private readonly float[] _gradient;
    private readonly NetworkWorkspace _workspace;
    private readonly StepSums _sums;
    private readonly Optimizer _optimizer;

    /// <summary>A rank with <paramref name="rows"/> rows a step in <paramref name="lanes"/> equal lanes; <paramref name="seed"/> tells ranks apart.</summary>
    public SyntheticTraining(Network network, int rows, int lanes, int seed = 1)
    {
        _network = network;
        Rows = rows;
        _starts = [.. Enumerable.Range(0, lanes + 1).Select(lane => rows * lane / lanes)];
        var (random, features) = (new Random(seed), network.Shape.DenseFeatures);
        _x = [.. Enumerable.Range(0, rows * features).Select(_ => random.NextSingle() - 0.5f)];
        _y = [.. Enumerable.Range(0, rows).Select(row => network.PredictionCount > 1
            ? random.Next(network.PredictionCount)
            : _x[row * features] + (_x[(row * features) + 1] * _x[(row * features) + 2]))];
        _parameters = new float[network.Layout.Count];
        _gradient = new float[network.Layout.Count];
        _workspace = network.CreateWorkspace(rows);
        _sums = new StepSums(network);
        _optimizer = new Optimizer(new AdamWSpec(), network.Layout);
    }

    /// <summary>Rows of a step.</summary>
    public int Rows { get; }

    /// <summary>The vector width that runs.</summary>
    public string Path => _workspace.Path.ToString();

    /// <summary>Fully connected, rectified, one output with squared loss.</summary>
    public static Network Dense(params int[] hidden) => Network.Build(
        new NetworkSpec { Layers = [.. hidden.Select(units => new DenseSpec { Units = units, Activation = Activation.Relu })] },
        new InputShape { DenseFeatures = Features },
        [new TargetSpec { Loss = new SquaredLossSpec() }]);

    /// <summary>The convolutional network of the MNIST sample.</summary>
    public static Network Image() => Network.Build(
        new NetworkSpec
        {
            Image = new ImageShape { Height = 28, Width = 28, Channels = 1 },
            Layers =
            [
                new Conv2DSpec { Filters = 32, Kernel = 3, Activation = Activation.Relu }, new MaxPoolSpec(), new FlattenSpec(),
                new DenseSpec { Units = 128, Activation = Activation.Relu },
            ],
        },
        new InputShape { DenseFeatures = 28 * 28 },
        [new TargetSpec { Loss = new CrossEntropyLossSpec(), Classes = 10 }]);

    /// <summary>Multiply-adds of a step of a fully connected network: no input gradient for the first layer.</summary>
    public static double DenseMultiplyAdds(int rows, params int[] hidden)
    {
        var (sum, before) = (0.0, Features);
        foreach (var (units, at) in hidden.Append(1).Select((units, at) => (units, at)))
        {
            sum += (at == 0 ? 2.0 : 3.0) * before * units;
            before = units;
        }

        return rows * sum;
    }

    /// <summary>Trains from the initial weights on the same rows at each step; the time is that of all steps but the first.</summary>
    public Timed Run(int steps, ICollective? collective = null) =>
        Run(steps, Own, collective);

    /// <summary>
    /// Trains from the initial weights on the rows that <paramref name="take"/> gives; calls <paramref name="end"/> after the last
    /// step. The time is that of all steps but the first.
    /// </summary>
    public Timed Run(int steps, StepSource take, ICollective? collective = null, Action? end = null)
    {
        _network.Initialize(1, _parameters);
        var state = _optimizer.CreateState(_parameters);
        Step(take(0), state, collective);
        var start = Stopwatch.GetTimestamp();
        for (var step = 1; step < steps; step++)
        {
            Step(take(step), state, collective);
        }

        var elapsed = Stopwatch.GetElapsedTime(start);
        end?.Invoke();
        return new Timed(TrainedModel.HashOf(_parameters), elapsed);
    }

    /// <summary>The rank's own rows.</summary>
    private StepInput Own(int step) => new() { LaneStarts = _starts, X = _x, Y = _y, Step = step };

    private void Step(in StepInput input, OptimizerState state, ICollective? collective)
    {
        _network.ForwardBackward(input, _parameters, _workspace, _gradient, _sums);
        if (collective is not null)
        {
            collective.AllReduce(_gradient.AsSpan(), input.Step);
            collective.AllReduce(_sums.Values.AsSpan(), input.Step);
        }

        _optimizer.Step(_network, _sums, _parameters, _gradient, state, 0.001);
    }

    /// <summary>Gives the rows of a step.</summary>
    public delegate StepInput StepSource(int step);
}
