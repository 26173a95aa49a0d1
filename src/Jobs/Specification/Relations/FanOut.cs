namespace Millrace.Jobs.Specification.Relations;

/// <summary>What happens where a row matches more than one row of the other table.</summary>
public enum FanOut
{
    /// <summary>The run fails and says how many rows do.</summary>
    Refuse,

    /// <summary>The row stands once for each match.</summary>
    Allow,
}
