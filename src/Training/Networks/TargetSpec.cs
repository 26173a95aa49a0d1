using System.Text.Json.Serialization;
using Millrace.Training.Losses;

namespace Millrace.Training.Networks;

/// <summary>One thing that the network predicts.</summary>
public sealed record TargetSpec
{
    /// <summary>Its name in errors and metrics.</summary>
    public string Name { get; init; } = "label";

    /// <summary>Its loss.</summary>
    public required LossSpec Loss { get; init; }

    /// <summary>Classes of a cross-entropy target (its logits); 1 for all other losses.</summary>
    public int Classes { get; init; } = 1;

    /// <summary>Columns of y that belong to it: for regression also its outputs; 1 for cross entropy.</summary>
    public int Columns { get; init; } = 1;

    /// <summary>Weight of its loss among several targets.</summary>
    public double Weight { get; init; } = 1;

    /// <summary>Subtracted from the label before the loss and added back to the prediction (squared, absolute, Huber, quantile).</summary>
    public double Mean { get; init; }

    /// <summary>Divides the label after that, and multiplies the prediction; positive.</summary>
    public double Scale { get; init; } = 1;

    /// <summary>What logits are divided by before they become probabilities (logistic, cross entropy); null: 1. Fitted after training, so never part of a plan.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public double? Temperature { get; init; }
}
