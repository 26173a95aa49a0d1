namespace Millrace.Training.Losses;

/// <summary>What weights of classes have to be, whatever the loss.</summary>
public static class ClassWeights
{
    /// <summary>What is wrong with them, as the end of a sentence that begins with their name; null where nothing is.</summary>
    /// <param name="weights">One weight a class.</param>
    public static string? FaultOf(IReadOnlyList<double> weights)
    {
        ArgumentNullException.ThrowIfNull(weights);
        return weights.Any(static weight => !double.IsFinite(weight)) ? "has an entry that is no finite number"
            : weights.Any(static weight => weight < 0) ? "has a negative entry"
            : !weights.Any(static weight => weight > 0) ? "is 0 for every class, so that no row would weigh anything"
            : null;
    }
}
