namespace Millrace.Spark.Sql.Catalog;

/// <summary>A database of a catalog. Immutable.</summary>
public sealed class Database
{
    internal Database(Row row)
    {
        Name = row.GetAs<string?>("name") ?? "";
        Description = row.GetAs<string?>("description") ?? "";
        LocationUri = row.GetAs<string?>("locationUri") ?? "";
    }

    /// <summary>Its name.</summary>
    public string Name { get; }

    /// <summary>Its comment; empty if there is none.</summary>
    public string Description { get; }

    /// <summary>Where its tables lie.</summary>
    public string LocationUri { get; }
}
