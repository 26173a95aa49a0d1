using System.Globalization;
using System.Runtime.InteropServices;
using System.Security.Cryptography;
using Millrace.Training.Lanes;
using Millrace.Training.Layers;
using Millrace.Training.Layers.Images;
using Millrace.Training.Layers.Normalisation;
using Millrace.Training.Layers.Sequences;
using Millrace.Training.Networks;
using Millrace.Training.Optimizers;
using Millrace.Training.Tests.Lanes;

namespace Millrace.Training.Tests;

/// <summary>
/// One hard training for each kind of network: unequal lanes and one empty, a batch that does not divide the rows, clipping and
/// early stopping, weight averaging, dropout, accumulation, row weights.
/// </summary>
internal sealed class HashCase : IDisposable
{
    public const int Rows = 1511;
    private const int Steps = 23;
    private readonly LaneStore _train;
    private readonly LaneStore _validation;

    private HashCase(TrainingPlan plan, LaneStore train, LaneStore validation) => (Plan, _train, _validation) = (plan, train, validation);

    public static IReadOnlyList<string> Names { get; } = ["dense", "convolution", "recurrent", "attention", "tabular"];

    public TrainingPlan Plan { get; }

    public IReadOnlyList<long> LaneRows => [.. Enumerable.Range(0, _train.Lanes).Select(_train.Rows)];

    public static async Task<HashCase> MakeAsync(string name, string? folder = null)
    {
        var (network, input) = Parts(name);
        var plan = TrainingCase.Plan with
        {
            Network = network,
            Input = input,
            Optimizer = new AdamWSpec { Rate = 0.01, WeightDecay = 0.001, ClipNorm = 0.25, AverageDecay = 0.9 },
            BatchRows = 67,
            EarlyStopping = new EarlyStopping { Metric = "rmse", Patience = 8, MinGain = 0.05 },
        };
        var options = new LaneStoreOptions { Folder = folder, AlwaysSpool = folder is not null };
        return new HashCase(
            plan,
            await LaneStoreTests.Build(Make(Rows, 41, TrainingCase.EmptyLane), options with { Run = "train" }),
            await LaneStoreTests.Build(Make(301, 42, 6), options with { Run = "validation" }));

        List<FeatureRows.Row> Make(int rows, int seed, int emptyLane) => FeatureRows.Make(
            rows, input.DenseFeatures, seed, emptyLane: emptyLane, categories: input.Categories.Count, sequences: input.SequenceFeatures);
    }

    /// <summary>Trains, and checks that everything the case is made of has happened.</summary>
    public async Task<TrainingResult> RunAsync(TrainingOptions options)
    {
        var result = await Trainer.RunAsync(Plan, _train, _validation, options, null, CancellationToken.None);
        Assert.Equal(StopReason.EarlyStopping, result.Reason);
        Assert.InRange(result.Steps, 200, Steps * (Plan.MaxEpochs - 1));
        Assert.InRange(result.ClippedSteps, 1, result.Steps);
        Assert.All(result.History, epoch => Assert.Equal(Rows, epoch.Rows));
        var network = Network.Build(Plan.Network, Plan.Input, Plan.Targets);
        var initial = new float[network.Layout.Count];
        network.Initialize(Plan.Seed, initial);
        Assert.NotEqual(TrainedModel.HashOf(initial), result.WeightsSha256);
        return result;
    }

    /// <summary>What a child of <see cref="NetworkHashTests"/> does: trains and prints hash, kernel path, and bits of the C library's functions.</summary>
    public static async Task<int> RunChildAsync(string name, int ranks, TextWriter output)
    {
        using var hard = await MakeAsync(name);
        var result = await hard.RunAsync(new TrainingOptions { Ranks = ranks });
        await output.WriteLineAsync(string.Create(
            CultureInfo.InvariantCulture, $"{result.WeightsSha256} {result.Steps} {Millrace.Training.Kernels.Kernels.Widest} {LibraryBits()}"));
        return 0;
    }

    public void Dispose()
    {
        _train.Dispose();
        _validation.Dispose();
    }

    /// <summary>Differs where the C library's functions do: proof that another variant of them ran.</summary>
    private static string LibraryBits()
    {
        var values = new double[400_000];
        for (var at = 0; at < values.Length; at += 2)
        {
            values[at] = Math.Exp(at / 7e4);
            values[at + 1] = Math.Sin(at / 3e3);
        }

        return Convert.ToHexString(SHA256.HashData(MemoryMarshal.AsBytes<double>(values)))[..12];
    }

    private static (NetworkSpec Network, InputShape Input) Parts(string name)
    {
        var drop = new DropoutSpec { Rate = 0.2 };
        return name switch
        {
            "dense" => (
                new NetworkSpec { Layers = [Dense(23, Activation.Relu), drop, Dense(11, Activation.Gelu)] },
                new InputShape { DenseFeatures = 7, Categories = [new CategoricalField("kind", 5, 3)] }),
            "convolution" => (
                new NetworkSpec
                {
                    Image = new ImageShape { Height = 7, Width = 6, Channels = 1 },
                    Layers =
                    [
                        new Conv2DSpec { Filters = 5, Padding = 1, Activation = Activation.Relu }, new MaxPoolSpec(),
                        new Conv2DSpec { Filters = 4, Activation = Activation.Tanh, Padding = 1 }, new FlattenSpec(), drop, Dense(8, Activation.Relu),
                    ],
                },
                new InputShape { DenseFeatures = 42 }),
            "recurrent" => (
                new NetworkSpec { Layers = [new GruSpec { Units = 6, ReturnSequence = true }, drop, new LstmSpec { Units = 5 }] },
                new InputShape { DenseFeatures = 2, SequenceFeatures = 2, MaxLength = 6 }),
            "attention" => (
                new NetworkSpec
                {
                    Layers =
                    [
                        Dense(8, Activation.Linear), new ResidualSpec { Layers = [new AttentionSpec { Heads = 2 }, drop] }, new LayerNormSpec(),
                        new GlobalAveragePoolSpec(),
                    ],
                },
                new InputShape { DenseFeatures = 1, SequenceFeatures = 2, MaxLength = 6 }),
            "tabular" => (
                new NetworkSpec { Model = ModelKind.Tabular, Tabular = new TabularSpec { Members = 4, Width = 12, Dropout = 0.2, UnknownRate = 0.1 } },
                new InputShape { DenseFeatures = 5, Categories = [new CategoricalField("kind", 5, 3)], Numbers = [new("p", 0, 4, 1)] }),
            _ => throw new ArgumentOutOfRangeException(nameof(name)),
        };
    }

    private static DenseSpec Dense(int units, Activation activation) => new() { Units = units, Activation = activation };
}
