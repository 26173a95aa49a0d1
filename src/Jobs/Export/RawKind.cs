namespace Millrace.Jobs.Export;

/// <summary>How the values of a column are given to the model over raw values.</summary>
internal enum RawKind
{
    /// <summary>float64 [rows]; NaN is missing.</summary>
    Number,

    /// <summary>int64 [rows].</summary>
    Integer,

    /// <summary>boolean [rows].</summary>
    Boolean,

    /// <summary>UTF-8 text [rows].</summary>
    Text,

    /// <summary>int64 [rows]: days since 1970-01-01.</summary>
    Days,

    /// <summary>int64 [rows]: microseconds since 1970-01-01.</summary>
    Microseconds,

    /// <summary>float64 [rows, width]; NaN is a missing element.</summary>
    List,
}
