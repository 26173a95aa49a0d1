using Millrace.Training.Losses;
using Millrace.Training.Networks;
using Millrace.Training.Optimizers;

namespace Millrace.Training.Tests.Losses;

/// <summary>
/// Weights of classes from their definition: loss = Σ w(class) · loss of the row ÷ Σ w(class), and the gradient is that of this quotient.
/// The network is one layer of weights alone, x is the row's unit vector: its outputs are the rows of the weights.
/// </summary>
public class ClassWeightTests
{
    [Fact]
    public void Cross_entropy_weighs_each_row_by_its_class()
    {
        // Softmax of (0, ln 2, 0) is (1/4, 1/2, 1/4): a loss of ln 4 for class 0, weight 2. That of (0, 0, ln 2) is (1/4, 1/4, 1/2): ln 2 for class 2, weight 1/2.
        var ln2 = MathF.Log(2);
        var loss = new CrossEntropyLossSpec { ClassWeights = [2, 7, 0.5] };
        var (sums, gradient) = Run(new TargetSpec { Loss = loss, Classes = 3 }, [0, ln2, 0, 0, 0, ln2], [0, 2]);
        Assert.Equal(2.5, sums.Weight);
        Assert.Equal(((2 * Math.Log(4)) + (0.5 * Math.Log(2))) / 2.5, sums.Loss / sums.Weight, 1e-7);
        Equal([2 * -0.75 / 2.5, 2 * 0.5 / 2.5, 2 * 0.25 / 2.5, 0.5 * 0.25 / 2.5, 0.5 * 0.25 / 2.5, 0.5 * -0.5 / 2.5], gradient);
    }

    [Fact]
    public void A_class_weight_and_the_weight_of_the_row_are_multiplied()
    {
        var loss = new CrossEntropyLossSpec { ClassWeights = [2, 1, 1] };
        var (sums, gradient) = Run(new TargetSpec { Loss = loss, Classes = 3 }, [0, 0, 0, 0, 0, 0], [0, 1], [3, 4]);
        Assert.Equal(10, sums.Weight);
        Assert.Equal(Math.Log(3), sums.Loss / sums.Weight, 1e-7);
        Equal([6 * (-2 / 3.0) / 10, 6 / 3.0 / 10, 6 / 3.0 / 10, 4 / 3.0 / 10, 4 * (-2 / 3.0) / 10, 4 / 3.0 / 10], gradient);
    }

    [Fact]
    public void Logistic_loss_weighs_rows_by_their_class_and_labels_between_by_the_share_of_each()
    {
        // σ(0) = 1/2 and σ(ln 3) = 3/4; the label ¼ weighs 1 + ¼ (5 − 1) = 2.
        var loss = new LogisticLossSpec { ClassWeights = [1, 5] };
        var (sums, gradient) = Run(new TargetSpec { Loss = loss }, [0, MathF.Log(3)], [1, 0.25f]);
        Assert.Equal(7, sums.Weight);
        var second = -((0.25 * Math.Log(0.75)) + (0.75 * Math.Log(0.25)));
        Assert.Equal(((5 * Math.Log(2)) + (2 * second)) / 7, sums.Loss / sums.Weight, 1e-7);
        Equal([5 * -0.5 / 7, 2 * 0.5 / 7], gradient);
    }

    [Fact]
    public void Validation_weighs_as_training_does()
    {
        var target = new TargetSpec { Loss = new CrossEntropyLossSpec { ClassWeights = [2, 7, 0.5] }, Classes = 3 };
        var network = Build(target, 2);
        var parameters = new float[network.Layout.Count];
        parameters[1] = parameters[5] = MathF.Log(2);
        var sums = new StepSums(network);
        var predictions = new float[6];
        network.Evaluate(Input([0, 2], []), parameters, network.CreateWorkspace(2), predictions, sums);
        Assert.Equal(((2 * Math.Log(4)) + (0.5 * Math.Log(2))) / 2.5, sums.Loss / sums.Weight, 1e-7);

        // The row of class 2 is classified right, that of class 0 is not.
        Assert.Equal(0.5 / 2.5, sums.AbsoluteErrorOrCorrect(0) / sums.Weight, 1e-12);
    }

    [Theory]
    [InlineData(2)]
    [InlineData(4)]
    public void Weights_of_another_number_of_classes_are_refused(int count)
    {
        var loss = new CrossEntropyLossSpec { ClassWeights = [.. Enumerable.Repeat(1.0, count)] };
        var fault = Assert.Throws<NetworkException>(() => Build(new TargetSpec { Name = "colour", Loss = loss, Classes = 3 }, 2));
        Assert.Equal("colour", fault.Part);
        Assert.Contains("class_weights", fault.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(1, -1)]
    [InlineData(double.NaN, 1)]
    [InlineData(1, double.PositiveInfinity)]
    [InlineData(0, 0)]
    public void Weights_that_are_negative_not_finite_or_all_zero_are_refused(double first, double second)
    {
        foreach (var target in new[]
        {
            new TargetSpec { Name = "colour", Loss = new LogisticLossSpec { ClassWeights = [first, second] } },
            new TargetSpec { Name = "colour", Loss = new CrossEntropyLossSpec { ClassWeights = [first, second] }, Classes = 2 },
        })
        {
            var fault = Assert.Throws<NetworkException>(() => Build(target, 2));
            Assert.Equal("colour", fault.Part);
            Assert.Contains("class_weights", fault.Message, StringComparison.Ordinal);
        }
    }

    [Fact]
    public void A_class_may_weigh_nothing_while_another_does_but_several_label_columns_have_no_class()
    {
        Build(new TargetSpec { Loss = new LogisticLossSpec { ClassWeights = [0, 1] } }, 2);
        var several = new TargetSpec { Name = "colours", Loss = new LogisticLossSpec { ClassWeights = [1, 2] }, Columns = 2 };
        Assert.Contains("one label column", Assert.Throws<NetworkException>(() => Build(several, 2)).Message, StringComparison.Ordinal);
        Build(several with { Loss = new LogisticLossSpec() }, 2);
    }

    private static (StepSums Sums, float[] Gradient) Run(TargetSpec target, float[] logits, float[] labels, float[]? weights = null)
    {
        var network = Build(target, labels.Length);
        var (parameters, gradient) = (new float[network.Layout.Count], new float[network.Layout.Count]);
        logits.CopyTo(parameters, 0);
        var sums = new StepSums(network);
        network.ForwardBackward(Input(labels, weights ?? []), parameters, network.CreateWorkspace(labels.Length), gradient, sums);
        new Optimizer(new SgdSpec(), network.Layout).Divide(gradient, sums.Weight);
        return (sums, gradient[..logits.Length]);
    }

    private static Network Build(TargetSpec target, int rows) => Network.Build(new NetworkSpec(), new InputShape { DenseFeatures = rows }, [target]);

    private static StepInput Input(float[] labels, float[] weights)
    {
        var x = new float[labels.Length * labels.Length];
        for (var row = 0; row < labels.Length; row++)
        {
            x[(row * labels.Length) + row] = 1;
        }

        return new StepInput { LaneStarts = new[] { 0, labels.Length }, X = x, Y = labels, Weights = weights };
    }

    private static void Equal(double[] expected, float[] actual)
    {
        Assert.Equal(expected.Length, actual.Length);
        for (var at = 0; at < expected.Length; at++)
        {
            Assert.Equal(expected[at], actual[at], 1e-7);
        }
    }
}
