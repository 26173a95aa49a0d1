namespace Millrace.Spark.Sql.Catalog;

/// <summary>A table or view of a catalog. Immutable.</summary>
public sealed class Table
{
    internal Table(Row row)
    {
        Name = row.GetAs<string?>("name") ?? "";
        Database = row.Get("namespace") is object?[] { Length: > 0 } names ? ClrTypes.Text(names[^1]) : "";
        Description = row.GetAs<string?>("description") ?? "";
        TableType = row.GetAs<string?>("tableType") ?? "";
        IsTemporary = row.GetAs<bool>("isTemporary");
    }

    /// <summary>Its name.</summary>
    public string Name { get; }

    /// <summary>Its database; empty for temporary views.</summary>
    public string Database { get; }

    /// <summary>Its comment; empty if there is none.</summary>
    public string Description { get; }

    /// <summary>As <c>MANAGED</c>, <c>EXTERNAL</c> or <c>TEMPORARY</c>.</summary>
    public string TableType { get; }

    /// <summary>Whether it is of this session only.</summary>
    public bool IsTemporary { get; }
}
