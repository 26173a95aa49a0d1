namespace Millrace.Spark.Sql.Streaming;

/// <summary>Which rows of its result a stream query writes.</summary>
public enum OutputMode
{
    /// <summary>Rows that are new and final.</summary>
    Append,

    /// <summary>All rows, each time.</summary>
    Complete,

    /// <summary>Rows that changed.</summary>
    Update,
}
