namespace Millrace.Spark;

/// <summary>The server refused the token, or wants one that was not given.</summary>
public sealed class SparkUnauthenticatedException : SparkException
{
    /// <summary>An exception with what the server told.</summary>
    /// <param name="message">The text to show.</param>
    /// <param name="error">What the server told; <see langword="null"/> when it told nothing.</param>
    /// <param name="innerException">The cause on this side, if any.</param>
    public SparkUnauthenticatedException(string message, SparkError? error = null, Exception? innerException = null)
        : base(message, error, innerException)
    {
    }
}
