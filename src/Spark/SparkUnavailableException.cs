namespace Millrace.Spark;

/// <summary>The server could not be reached, or the connection failed more often than the retry policy allows.</summary>
public sealed class SparkUnavailableException : SparkException
{
    /// <summary>An exception with what the server told.</summary>
    /// <param name="message">The text to show.</param>
    /// <param name="error">What the server told; <see langword="null"/> when it told nothing.</param>
    /// <param name="innerException">The cause on this side, if any.</param>
    public SparkUnavailableException(string message, SparkError? error = null, Exception? innerException = null)
        : base(message, error, innerException)
    {
    }
}
