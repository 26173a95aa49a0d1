namespace Millrace.Spark;

/// <summary>The server broke its own protocol: a piece of a batch is missing, rows are out of turn, a batch is not what was announced or is longer than allowed.</summary>
public sealed class SparkProtocolException : SparkException
{
    /// <summary>An exception with what is wrong.</summary>
    /// <param name="message">The text to show.</param>
    /// <param name="error">What the server told; it told nothing.</param>
    /// <param name="innerException">The cause on this side, if any.</param>
    public SparkProtocolException(string message, SparkError? error = null, Exception? innerException = null)
        : base(message, error, innerException)
    {
    }
}
