namespace Millrace.Spark;

/// <summary>One error as the server describes it. Immutable.</summary>
public sealed record SparkError
{
    /// <summary>The error of a failure about which the server told nothing.</summary>
    public static SparkError None { get; } = new();

    /// <summary>Spark's error class with its sub-class, as <c>DIVIDE_BY_ZERO</c>; empty if there is none.</summary>
    public string ErrorClass { get; init; } = "";

    /// <summary>The five-character SQL state; empty if there is none.</summary>
    public string SqlState { get; init; } = "";

    /// <summary>The server's text, shortened by the server if it is long.</summary>
    public string Message { get; init; } = "";

    /// <summary>The exception's Java class and its parents, the most special first.</summary>
    public IReadOnlyList<string> Classes { get; init; } = [];

    /// <summary>The values that stand in the message, by the names the error class gives them.</summary>
    public IReadOnlyDictionary<string, string> MessageParameters { get; init; } = new Dictionary<string, string>();

    /// <summary>Where in the query's text the error lies; empty if the server could not tell.</summary>
    public IReadOnlyList<SparkQueryContext> QueryContexts { get; init; } = [];

    /// <summary>The server's stack, one frame a line; empty unless it was asked for (<c>spark.sql.connect.serverStacktrace.enabled</c>).</summary>
    public IReadOnlyList<string> ServerStackTrace { get; init; } = [];

    /// <summary>The error that caused this one; <see langword="null"/> if the server names none.</summary>
    public SparkError? Cause { get; init; }
}
