namespace Millrace.Jobs.Relations;

/// <summary>All in which the engines' statements differ: how a name is quoted.</summary>
internal sealed class SqlDialect
{
    private readonly char _quote;

    private SqlDialect(char quote) => _quote = quote;

    /// <summary>DuckDB's, which is the standard's.</summary>
    public static SqlDialect DuckDb { get; } = new('"');

    /// <summary>Spark's.</summary>
    public static SqlDialect Spark { get; } = new('`');

    /// <summary>A name, quoted.</summary>
    public string Name(string name) => $"{_quote}{name.Replace(_quote.ToString(), new string(_quote, 2), StringComparison.Ordinal)}{_quote}";

    /// <summary>A column of an alias.</summary>
    public string Name(string alias, string name) => $"{alias}.{Name(name)}";
}
