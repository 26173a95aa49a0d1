namespace Millrace.Spark.Sql;

/// <summary>What to do if the target exists.</summary>
public enum SaveMode
{
    /// <summary>Rows are added.</summary>
    Append,

    /// <summary>What is there is replaced.</summary>
    Overwrite,

    /// <summary>Nothing is written, and that is an error.</summary>
    ErrorIfExists,

    /// <summary>Nothing is written.</summary>
    Ignore,
}
