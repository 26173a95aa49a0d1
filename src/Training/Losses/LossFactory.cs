using Millrace.Training.Networks;

namespace Millrace.Training.Losses;

/// <summary>Makes the loss of a target and checks its settings.</summary>
internal static class LossFactory
{
    public static Loss Create(TargetSpec target)
    {
        Check(target);
        return target.Loss switch
        {
            SquaredLossSpec => new SquaredLoss(),
            AbsoluteLossSpec => new AbsoluteLoss(),
            HuberLossSpec huber => new HuberLoss(huber.Delta),
            QuantileLossSpec quantile => new QuantileLoss(quantile.Level),
            LogisticLossSpec logistic => new LogisticLoss(logistic.ClassWeights),
            PoissonLossSpec => new PoissonLoss(),
            CrossEntropyLossSpec crossEntropy => new CrossEntropyLoss(target.Classes, crossEntropy),
            _ => throw new NetworkException(target.Name, $"there is no loss {target.Loss.GetType().Name}."),
        };
    }

    private static void Check(TargetSpec target)
    {
        Require(target, target.Columns >= 1, "a target has at least one column.");
        Require(target, double.IsFinite(target.Scale) && target.Scale > 0 && double.IsFinite(target.Mean), "mean and scale are finite, the scale positive.");
        Require(target, double.IsFinite(target.Weight) && target.Weight >= 0, "the weight is finite and not negative.");
        switch (target.Loss)
        {
            case HuberLossSpec huber:
                Require(target, huber.Delta > 0, "delta is positive.");
                break;
            case QuantileLossSpec quantile:
                Require(target, quantile.Level is > 0 and < 1, "level lies between 0 and 1.");
                break;
            case LogisticLossSpec logistic:
                Require(target, logistic.ClassWeights is null or { Count: 2 }, "class_weights has two entries.");
                CheckClassWeights(target, logistic.ClassWeights);
                break;
            case CrossEntropyLossSpec crossEntropy:
                Require(target, target.Classes >= 2, "cross entropy needs at least two classes.");
                Require(target, target.Columns == 1, "a cross-entropy target has one label column.");
                Require(target, crossEntropy.LabelSmoothing is >= 0 and < 1, "label_smoothing lies in [0, 1).");
                var weights = crossEntropy.ClassWeights;
                Require(target, weights == null || weights.Count == target.Classes, "class_weights has one entry per class.");
                CheckClassWeights(target, weights);
                break;
        }
    }

    private static void CheckClassWeights(TargetSpec target, IReadOnlyList<double>? weights)
    {
        if (weights is not null)
        {
            Require(target, ClassWeights.FaultOf(weights) is null, $"class_weights {ClassWeights.FaultOf(weights)}.");
            Require(target, target.Columns == 1, "class_weights belongs to one label column: the weight of a row cannot follow several.");
        }
    }

    private static void Require(TargetSpec target, bool holds, string rule)
    {
        if (!holds)
        {
            throw new NetworkException(target.Name, rule);
        }
    }
}
