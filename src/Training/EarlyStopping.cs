namespace Millrace.Training;

/// <summary>Stops when the validation metric has not got better for a while; the best weights are kept.</summary>
public sealed record EarlyStopping
{
    /// <summary>The metric's name: <c>loss</c>, or one that the targets' losses give (see <c>docs/training.md</c>). The better direction is known by the metric.</summary>
    public string Metric { get; init; } = "loss";

    /// <summary>Epochs without a gain after which training stops; 1 to 100,000.</summary>
    public int Patience { get; init; } = 16;

    /// <summary>Least decrease that counts as a gain; 0 or more.</summary>
    public double MinGain { get; init; }
}
