namespace Millrace.Jobs.Specification;

/// <summary>How ranks train together.</summary>
public enum TrainingMode
{
    /// <summary>The gradient of every step is summed over all ranks: the same weights for any number of them.</summary>
    Sync,

    /// <summary>Replicas train apart for some steps, then their changes are averaged; executors may come and go.</summary>
    Local,
}
