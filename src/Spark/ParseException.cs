namespace Millrace.Spark;

/// <summary>SQL text that Spark could not read.</summary>
public sealed class ParseException : AnalysisException
{
    /// <summary>An exception with what the server told.</summary>
    /// <param name="message">The text to show.</param>
    /// <param name="error">What the server told; <see langword="null"/> when it told nothing.</param>
    /// <param name="innerException">The cause on this side, if any.</param>
    public ParseException(string message, SparkError? error = null, Exception? innerException = null)
        : base(message, error, innerException)
    {
    }
}
