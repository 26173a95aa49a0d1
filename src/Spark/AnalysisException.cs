namespace Millrace.Spark;

/// <summary>The plan names something that does not exist or does not fit; nothing has run.</summary>
public class AnalysisException : SparkException
{
    /// <summary>An exception with what the server told.</summary>
    /// <param name="message">The text to show.</param>
    /// <param name="error">What the server told; <see langword="null"/> when it told nothing.</param>
    /// <param name="innerException">The cause on this side, if any.</param>
    public AnalysisException(string message, SparkError? error = null, Exception? innerException = null)
        : base(message, error, innerException)
    {
    }
}
