namespace Millrace.Features.Cleaning.Steps;

/// <summary>Case that a normalising step gives to text, by the pinned Unicode tables (simple, one-to-one mappings).</summary>
public enum TextCase
{
    /// <summary>As it is.</summary>
    Keep,

    /// <summary>Upper case.</summary>
    Upper,

    /// <summary>Lower case.</summary>
    Lower,
}
