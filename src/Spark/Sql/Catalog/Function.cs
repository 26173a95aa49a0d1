namespace Millrace.Spark.Sql.Catalog;

/// <summary>A function of a catalog. Immutable.</summary>
public sealed class Function
{
    internal Function(Row row)
    {
        Name = row.GetAs<string?>("name") ?? "";
        Database = row.Get("namespace") is object?[] { Length: > 0 } names ? ClrTypes.Text(names[^1]) : "";
        Description = row.GetAs<string?>("description") ?? "";
        ClassName = row.GetAs<string?>("className") ?? "";
        IsTemporary = row.GetAs<bool>("isTemporary");
    }

    /// <summary>Its name.</summary>
    public string Name { get; }

    /// <summary>Its database; empty for built-in ones.</summary>
    public string Database { get; }

    /// <summary>Its comment; empty if there is none.</summary>
    public string Description { get; }

    /// <summary>The Java class that computes it.</summary>
    public string ClassName { get; }

    /// <summary>Whether it is of this session only.</summary>
    public bool IsTemporary { get; }
}
