namespace Millrace.Jobs.Specification.Relations;

/// <summary>Which rows a join leaves.</summary>
public enum JoinKind
{
    /// <summary>Every row of the left table; where nothing matches, the taken columns are null.</summary>
    Left,

    /// <summary>Rows that match.</summary>
    Inner,

    /// <summary>Rows that match, once each, with no column taken.</summary>
    Semi,

    /// <summary>Rows that match nothing, with no column taken.</summary>
    Anti,
}
