using Millrace.Training.Collectives;
using Millrace.Training.Embeddings;
using Millrace.Training.Layers;
using Millrace.Training.Losses;
using Millrace.Training.Networks;
using Millrace.Training.Optimizers;

namespace Millrace.Training.Tests.Embeddings;

/// <summary>Steps that keep to touched rows, against steps over whole tables.</summary>
public class SparseStepTests
{
    private const int Rows = 24;
    private const int Steps = 60;
    private static readonly InputShape Shape = new() { DenseFeatures = 2, Categories = [new("a", 5_000, 3), new("b", 700, 4), new("c", 4, 2)] };

    public static TheoryData<OptimizerSpec> Specs =>
    [
        new SgdSpec { ClipNorm = 0.5 }, new SgdSpec { WeightDecay = 0.1 }, new SgdSpec { Momentum = 0.9, AverageDecay = 0.95 },
        new SgdSpec { Momentum = 0.8, Nesterov = true, WeightDecay = 0.01 }, new AdamSpec { ClipNorm = 0.2 }, new AdamSpec { WeightDecay = 0.1, AverageDecay = 0.9 },
        new AdamWSpec { WeightDecay = 0.2 }, new AdamWSpec { WeightDecay = 0.2, DecayAll = false, AverageDecay = 0.8 }, new RmsPropSpec { ClipNorm = 0.3 },
        new RmsPropSpec { WeightDecay = 0.1 }, new AdagradSpec(), new AdagradSpec { WeightDecay = 0.05 },
    ];

    [Theory]
    [MemberData(nameof(Specs))]
    public void Weights_and_state_are_those_of_whole_tables(OptimizerSpec spec)
    {
        var network = CreateNetwork();
        var (dense, sparse) = (new Run(network, spec, isSparse: false), new Run(network, spec, isSparse: true));
        for (var step = 0; step < Steps; step++)
        {
            var expected = dense.Step(step);
            var actual = sparse.Step(step);
            Assert.Equal(expected, actual);
            if (step % 23 == 22)
            {
                sparse.CatchUp();
                Assert.Equal(dense.Parameters, sparse.Parameters);
            }
        }

        sparse.CatchUp();
        Assert.Equal(dense.Parameters, sparse.Parameters);
        Assert.Equal(dense.State.First, sparse.State.First);
        Assert.Equal(dense.State.Second, sparse.State.Second);
        Assert.Equal(dense.State.Averages, sparse.State.Averages);
        Assert.NotEqual(network.Layout.Count, dense.Parameters.Zip(dense.Initial, static (a, b) => a == b ? 1 : 0).Sum());
    }

    [Fact]
    public void A_gradient_that_is_not_finite_is_named_and_changes_nothing()
    {
        var network = CreateNetwork();
        var run = new Run(network, new AdamSpec(), isSparse: true);
        run.Step(0);
        run.CatchUp();
        var before = (float[])run.Parameters.Clone();
        var outcome = run.Step(1, label: float.MaxValue);
        Assert.False(outcome.IsFinite);
        Assert.True(outcome.FirstNotFinite >= 0);
        run.CatchUp();
        Assert.Equal(before, run.Parameters);
    }

    [Fact]
    public void A_lazy_optimiser_has_to_know_the_touched_rows()
    {
        var network = CreateNetwork();
        var run = new Run(network, new AdamSpec { Lazy = true }, isSparse: false);
        Assert.Throws<InvalidOperationException>(() => run.Step(0));
    }

    [Theory]
    [InlineData(5_000, 20, 64, false, true)]
    [InlineData(5_000, 20, 2_000, false, false)]
    [InlineData(500, 20, 8, false, false)]
    [InlineData(500, 20, 8, true, true)]
    public void Large_tables_of_which_a_step_touches_little_are_sparse_and_lazy_ones_always(int rows, int columns, int batchRows, bool lazy, bool sparse)
    {
        var network = Network.Build(
            new NetworkSpec(), new InputShape { Categories = [new("a", rows, columns)] }, [new TargetSpec { Loss = new SquaredLossSpec() }]);
        Assert.Equal(sparse, new EmbeddingTables(network.Layout).AreSparse(batchRows, lazy));
    }

    private static Network CreateNetwork() => Network.Build(
        new NetworkSpec { Layers = [new DenseSpec { Units = 9, Activation = Activation.Tanh }] }, Shape, [new TargetSpec { Loss = new SquaredLossSpec() }]);

    /// <summary>One rank's training on random rows; the same rows for the same step.</summary>
    private sealed class Run
    {
        private readonly Network _network;
        private readonly Optimizer _optimizer;
        private readonly NetworkWorkspace _workspace;
        private readonly EmbeddingStep? _embeddings;
        private readonly ICollective _alone;
        private readonly float[] _gradient;
        private readonly StepSums _sums;

        public Run(Network network, OptimizerSpec spec, bool isSparse)
        {
            _network = network;
            _optimizer = new Optimizer(spec, network.Layout);
            Parameters = new float[network.Layout.Count];
            network.Initialize(4, Parameters);
            Initial = (float[])Parameters.Clone();
            State = _optimizer.CreateState(Parameters);
            _workspace = isSparse ? network.CreateSparseWorkspace(Rows, new EmbeddingTables(network.Layout)) : network.CreateWorkspace(Rows);
            _alone = new SharedMemoryGroup(1, TimeSpan.FromSeconds(5)).Join(0);
            _embeddings = EmbeddingStep.For(_workspace, _alone, _optimizer);
            _gradient = new float[network.Layout.Count];
            _sums = new StepSums(network);
        }

        public float[] Parameters { get; }

        public float[] Initial { get; }

        public OptimizerState State { get; }

        public StepOutcome Step(int step, float? label = null)
        {
            var random = new Random(100 + step);
            int[] categories = [.. Enumerable.Range(0, Rows).SelectMany(_ => Shape.Categories.Select(field => random.Next(Math.Min(field.Cardinality, 40)) * (field.Cardinality / 40 > 0 ? field.Cardinality / 40 : 1) % field.Cardinality))];
            var input = new StepInput
            {
                LaneStarts = [0, 5, 9, 9, Rows],
                X = Enumerable.Range(0, 2 * Rows).Select(_ => (float)random.NextDouble()).ToArray(),
                Categories = categories,
                Y = Enumerable.Range(0, Rows).Select(_ => label ?? (float)random.NextDouble()).ToArray(),
                Step = step,
                Seed = 1,
            };
            _embeddings?.Prepare(input.Categories, Parameters, State);
            _network.ForwardBackward(input, Parameters, _workspace, _gradient, _sums);
            _embeddings?.Sum(_alone, _gradient, step);
            var outcome = _embeddings is null
                ? _optimizer.Step(_network, _sums, Parameters, _gradient, State, 0.01 / (1 + (0.1 * step)))
                : _optimizer.StepRows(_network, _sums, Parameters, _gradient, State, 0.01 / (1 + (0.1 * step)), _embeddings);
            _embeddings?.Clear(_gradient);
            return outcome;
        }

        public void CatchUp() => _embeddings?.CatchUpAll(Parameters, State);
    }
}
