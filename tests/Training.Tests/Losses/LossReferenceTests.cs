using Millrace.Training.Losses;
using Millrace.Training.Networks;
using Millrace.Training.Tests.Networks;

namespace Millrace.Training.Tests.Losses;

public class LossReferenceTests
{
    public static TheoryData<string, LossSpec, string> Cases => new()
    {
        { "mse", new SquaredLossSpec(), "target" },
        { "mae", new AbsoluteLossSpec(), "target" },
        { "huber_delta_1", new HuberLossSpec { Delta = 1 }, "target" },
        { "bce_with_logits", new LogisticLossSpec(), "binary_target" },
        { "poisson_nll_log_input", new PoissonLossSpec(), "binary_target" },
        { "cross_entropy_from_logits", new CrossEntropyLossSpec(), "class_labels" },
        { "cross_entropy_label_smoothing_0.1", new CrossEntropyLossSpec { LabelSmoothing = 0.1 }, "class_labels" },
    };

    [Theory]
    [MemberData(nameof(Cases))]
    public void Losses_and_their_gradients_equal_the_reference(string name, LossSpec spec, string labels)
    {
        const int Rows = 6;
        const int Columns = 4;
        var reference = ReferenceFile.Open("losses");
        var isClass = spec is CrossEntropyLossSpec;
        var loss = LossFactory.Create(new TargetSpec { Loss = spec, Classes = isClass ? Columns : 1, Columns = isClass ? 1 : Columns });
        float[] outputs = reference.Floats("prediction"), gradient = new float[Rows * Columns];
        var target = name.StartsWith("poisson", StringComparison.Ordinal) ? PoissonLabels(reference) : reference[labels];
        var perRow = target.Length / Rows;
        var sum = 0.0;
        for (var row = 0; row < Rows; row++)
        {
            var slice = gradient.AsSpan(row * Columns, Columns);
            sum += loss.Evaluate(outputs.AsSpan(row * Columns, Columns), target.AsSpan(row * perRow, perRow), 1.0 / Rows, slice);
        }

        Assert.Equal(reference[$"{name}.loss"][0], sum / Rows, 1e-6);
        Near.Equal(reference[$"{name}.dprediction"], gradient);
    }

    [Fact]
    public void The_logarithm_of_softmax_equals_the_reference_in_loss_and_gradient()
    {
        // Cross entropy against class c is −log softmax[c], so what flows back from an upstream gradient is its sum over the classes.
        const int Rows = 4;
        const int Classes = 16;
        var reference = ReferenceFile.Open("activations");
        var loss = LossFactory.Create(new TargetSpec { Loss = new CrossEntropyLossSpec(), Classes = Classes });
        float[] x = reference.Floats("x"), y = new float[x.Length], dx = new float[x.Length], slope = new float[Classes];
        var upstream = reference["upstream"];
        for (var at = 0; at < Rows * Classes; at++)
        {
            var row = at / Classes * Classes;
            y[at] = (float)-loss.Evaluate(x.AsSpan(row, Classes), [at % Classes], -upstream[at], slope);
            for (var column = 0; column < Classes; column++)
            {
                dx[row + column] += slope[column];
            }
        }

        Near.Equal(reference["log_softmax_last_axis.y"], y);
        Near.Equal(reference["log_softmax_last_axis.dx"], dx);
    }

    [Fact]
    public void The_quantile_loss_is_smallest_at_the_quantile()
    {
        var loss = LossFactory.Create(new TargetSpec { Loss = new QuantileLossSpec { Level = 0.9 } });
        double[] labels = [.. Enumerable.Range(0, 1000).Select(static value => (double)value)];
        double Total(float prediction) => labels.Sum(label => loss.Evaluate([prediction], [label], 1, []));
        Assert.InRange(Total(899.5f), 0, Math.Min(Total(880f), Total(920f)));
        var slope = new float[1];
        loss.Evaluate([0f], [1.0], 1, slope);
        Assert.Equal(-0.9f, slope[0]);
        loss.Evaluate([2f], [1.0], 1, slope);
        Assert.Equal(0.1f, slope[0], 1e-6f);
    }

    [Fact]
    public void Labels_that_a_loss_is_not_defined_for_name_the_target()
    {
        var target = new TargetSpec { Name = "colour", Loss = new CrossEntropyLossSpec(), Classes = 3 };
        var network = Network.Build(new NetworkSpec(), new InputShape { DenseFeatures = 1 }, [target]);
        var parameters = new float[network.Layout.Count];
        foreach (var label in new[] { 3f, -1f, 0.5f, float.NaN })
        {
            var fault = Assert.Throws<NetworkException>(() => network.ForwardBackward(
                new StepInput { LaneStarts = [0, 1], X = [1f], Y = [label] },
                parameters, network.CreateWorkspace(1), new float[parameters.Length], new StepSums(network)));
            Assert.Equal("colour", fault.Part);
        }
    }

    /// <summary>The file does not name the labels of the Poisson loss: they are those whose gradient is e^p − y.</summary>
    private static double[] PoissonLabels(ReferenceFile reference)
    {
        double[] prediction = reference["prediction"], gradient = reference["poisson_nll_log_input.dprediction"];
        return [.. prediction.Select((p, at) => Math.Round(Math.Exp(p) - (gradient[at] * prediction.Length), 9))];
    }
}
