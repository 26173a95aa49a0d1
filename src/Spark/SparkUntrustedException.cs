namespace Millrace.Spark;

/// <summary>
/// No TLS with the server: its certificate is not one that this side trusts, is for another host, or what answers speaks no TLS. Nothing was sent, no token either, and nothing is tried again.
/// </summary>
public sealed class SparkUntrustedException : SparkException
{
    /// <summary>An exception with what went wrong.</summary>
    /// <param name="message">The text to show.</param>
    /// <param name="error">What the server told; it told nothing.</param>
    /// <param name="innerException">The cause on this side.</param>
    public SparkUntrustedException(string message, SparkError? error = null, Exception? innerException = null)
        : base(message, error, innerException)
    {
    }
}
