namespace Millrace.Spark;

/// <summary>The server no longer knows this session: it was restarted, or it closed the session. Temporary views, settings, artifacts and running operations are gone; nothing is run again.</summary>
public sealed class SessionLostException : SparkException
{
    /// <summary>An exception with what the server told.</summary>
    /// <param name="message">The text to show.</param>
    /// <param name="error">What the server told; <see langword="null"/> when it told nothing.</param>
    /// <param name="innerException">The cause on this side, if any.</param>
    public SessionLostException(string message, SparkError? error = null, Exception? innerException = null)
        : base(message, error, innerException)
    {
    }
}
