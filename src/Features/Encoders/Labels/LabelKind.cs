namespace Millrace.Features.Encoders.Labels;

/// <summary>What kind of answer a label is.</summary>
public enum LabelKind
{
    /// <summary>A number.</summary>
    Regression,

    /// <summary>One of two classes.</summary>
    Binary,

    /// <summary>One of several classes.</summary>
    Multiclass,
}
