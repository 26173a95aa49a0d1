using Millrace.Training.Losses;
using Millrace.Training.Networks;
using Millrace.Training.Optimizers;

namespace Millrace.Training.Tests.Networks;

public class LinearRegressionReferenceTests
{
    [Fact]
    public void A_hundred_epochs_of_gradient_descent_equal_the_reference()
    {
        var reference = ReferenceFile.Open("linear_regression_100_epochs");
        var input = new InputShape { DenseFeatures = 1 };
        var network = Network.Build(new NetworkSpec(), input, [new TargetSpec { Loss = new SquaredLossSpec() }]);
        var workspace = network.CreateWorkspace(50);
        var parameters = new float[network.Layout.Count];
        var gradient = new float[network.Layout.Count];
        var sums = new StepSums(network);
        var optimizer = new Optimizer(new SgdSpec { Rate = 0.1 }, network.Layout);
        var state = optimizer.CreateState(parameters);
        var (x, y) = (reference.Floats("x"), reference.Floats("y"));
        for (var epoch = 0; epoch < 100; epoch++)
        {
            network.ForwardBackward(new StepInput { LaneStarts = [0, 50], X = x, Y = y }, parameters, workspace, gradient, sums);
            Assert.True(Math.Abs((sums.Loss / sums.Weight) - reference["losses"][epoch]) <= 1e-5 * Math.Max(1, reference["losses"][epoch]));
            Assert.True(optimizer.Step(network, sums, parameters, gradient, state, 0.1).IsFinite);
        }

        Near.Equal(reference["weight_after"], parameters.AsSpan(0, 1));
        Near.Equal(reference["bias_after"], parameters.AsSpan(1, 1));
    }
}
