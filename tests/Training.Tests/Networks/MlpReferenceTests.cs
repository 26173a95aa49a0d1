using Millrace.Training.Layers;
using Millrace.Training.Losses;
using Millrace.Training.Networks;
using Millrace.Training.Optimizers;
using Millrace.Training.Schedules;

namespace Millrace.Training.Tests.Networks;

public class MlpReferenceTests
{
    private const string Mlp = "mlp_5_7relu_6tanh_3";

    public static TheoryData<string, OptimizerSpec> Optimizers => new()
    {
        { "sgd_lr0.1", new SgdSpec { Rate = 0.1 } },
        // The file names no rate for these two; 0.05 is the one whose losses are those of the file.
        { "sgd_momentum0.9", new SgdSpec { Rate = 0.05, Momentum = 0.9 } },
        { "sgd_nesterov0.9_wd1e-3", new SgdSpec { Rate = 0.05, Momentum = 0.9, Nesterov = true, WeightDecay = 1e-3 } },
        { "adam_lr0.01", new AdamSpec { Rate = 0.01 } },
        { "adamw_lr0.01_wd0.1", new AdamWSpec { Rate = 0.01, WeightDecay = 0.1 } },
        { "rmsprop_lr0.01", new RmsPropSpec { Rate = 0.01 } },
        { "adagrad_lr0.1", new AdagradSpec { Rate = 0.1 } },
        { "adam_clipnorm0.5", new AdamSpec { Rate = 0.01, ClipNorm = 0.5 } },
        { "adam_cosine_20", new AdamSpec { Rate = 0.01 } },
    };

    [Fact]
    public void Loss_and_gradients_equal_the_reference()
    {
        var reference = ReferenceFile.Open(Mlp);
        var (network, parameters) = Build(reference);
        var gradient = new float[network.Layout.Count];
        var sums = new StepSums(network);
        network.ForwardBackward(Input(reference), parameters, network.CreateWorkspace(12), gradient, sums);
        Assert.Equal(reference["loss"][0], sums.Loss / sums.Weight, 1e-6);
        new Optimizer(new SgdSpec(), network.Layout).Divide(gradient, sums.Weight);
        foreach (var (view, name) in Names(network))
        {
            var expected = view.Shape.Count == 2
                ? ReferenceFile.Transpose(reference.Floats($"grad.{name}"), view.Shape[1], view.Shape[0])
                : reference.Floats($"grad.{name}");
            Near.Equal([.. expected.Select(static value => (double)value)], gradient.AsSpan(view.Offset, view.Count));
        }
    }

    [Fact]
    public void Logits_equal_the_reference()
    {
        // A target without a function of its own gives what the last layer gives.
        var reference = ReferenceFile.Open(Mlp);
        var (network, parameters) = Build(reference, new TargetSpec { Loss = new SquaredLossSpec(), Columns = 3 });
        var logits = new float[12 * 3];
        network.Predict(Input(reference), parameters, network.CreateWorkspace(12), logits);
        Near.Equal(reference["logits"], logits);
    }

    [Theory]
    [MemberData(nameof(Optimizers))]
    public void Twenty_steps_of_each_optimiser_equal_the_reference(string name, OptimizerSpec spec)
    {
        var reference = ReferenceFile.Open(Mlp);
        var expected = ReferenceFile.Open("optimisers_20_steps_on_mlp");
        var (network, parameters) = Build(reference);
        var workspace = network.CreateWorkspace(12);
        var gradient = new float[network.Layout.Count];
        var sums = new StepSums(network);
        var optimizer = new Optimizer(spec, network.Layout);
        var state = optimizer.CreateState(parameters);
        ScheduleSpec schedule = name.Contains("cosine", StringComparison.Ordinal) ? new CosineScheduleSpec() : new ConstantScheduleSpec();
        for (var step = 0; step < 20; step++)
        {
            network.ForwardBackward(Input(reference), parameters, workspace, gradient, sums);
            Assert.Equal(expected[$"{name}.losses"][step], sums.Loss / sums.Weight, 1e-5);
            optimizer.Step(network, sums, parameters, gradient, state, Schedule.Rate(schedule, spec.Rate, step, 20));
        }

        foreach (var (view, key) in Names(network))
        {
            var values = view.Shape.Count == 2
                ? ReferenceFile.Transpose(expected.Floats($"{name}.param.{key}"), view.Shape[1], view.Shape[0])
                : expected.Floats($"{name}.param.{key}");
            Near.Equal([.. values.Select(static value => (double)value)], parameters.AsSpan(view.Offset, view.Count));
        }
    }

    private static StepInput Input(ReferenceFile reference) =>
        new() { LaneStarts = new[] { 0, 12 }, X = reference.Floats("x"), Y = reference.Floats("labels") };

    private static IEnumerable<(ParameterView View, string Name)> Names(Network network) => network.Layout.Views.Zip(
        new[] { "0.weight", "0.bias", "2.weight", "2.bias", "4.weight", "4.bias" });

    private static (Network Network, float[] Parameters) Build(ReferenceFile reference, TargetSpec? other = null)
    {
        var spec = new NetworkSpec
        {
            Layers = [new DenseSpec { Units = 7, Activation = Activation.Relu }, new DenseSpec { Units = 6, Activation = Activation.Tanh }],
        };
        var target = other ?? new TargetSpec { Loss = new CrossEntropyLossSpec(), Classes = 3 };
        var network = Network.Build(spec, new InputShape { DenseFeatures = 5 }, [target]);
        var parameters = new float[network.Layout.Count];
        foreach (var (view, name) in Names(network))
        {
            var values = view.Shape.Count == 2 ? reference.Transposed($"param.{name}") : reference.Floats($"param.{name}");
            values.CopyTo(parameters, view.Offset);
        }

        return (network, parameters);
    }
}
