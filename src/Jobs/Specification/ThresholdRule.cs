namespace Millrace.Jobs.Specification;

/// <summary>How the probability is chosen from which a row counts as class 1.</summary>
public enum ThresholdRule
{
    /// <summary>Where F1 is greatest on the validation rows.</summary>
    F1,

    /// <summary>Where false alarms and misses cost least on the validation rows.</summary>
    Cost,

    /// <summary>The job's own value.</summary>
    Fixed,
}
