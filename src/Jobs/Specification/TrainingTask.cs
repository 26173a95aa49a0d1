namespace Millrace.Jobs.Specification;

/// <summary>What kind of answer the label is.</summary>
public enum TrainingTask
{
    /// <summary>A number.</summary>
    Regression,

    /// <summary>One of two classes.</summary>
    Binary,

    /// <summary>One of several classes.</summary>
    Multiclass,
}
