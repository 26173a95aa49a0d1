namespace Millrace.Training.Optimizers;

/// <summary>What an optimiser remembers between steps: part of a checkpoint. Owned by the trainer; not thread-safe.</summary>
public sealed class OptimizerState
{
    internal OptimizerState(float[] first, float[] second, float[] averages) => (First, Second, Averages) = (first, second, averages);

    /// <summary>Momentum, first moment or sum of squares, per parameter; empty where the rule has none.</summary>
    public float[] First { get; }

    /// <summary>Second moment, per parameter; empty where the rule has none.</summary>
    public float[] Second { get; }

    /// <summary>Exponential moving average of all parameters, statistics included; empty where none is kept.</summary>
    public float[] Averages { get; }

    /// <summary>Steps done.</summary>
    public long Steps { get; set; }
}
