namespace Millrace.Jobs.Specification.Relations;

/// <summary>Which of two values wins.</summary>
public enum Preference
{
    /// <summary>The smaller, the earlier, the first by bytes.</summary>
    Smallest,

    /// <summary>The larger, the later, the last by bytes.</summary>
    Largest,
}
