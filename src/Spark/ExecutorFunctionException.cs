namespace Millrace.Spark;

/// <summary>A function in an executor's worker failed; the message carries the worker's exception and its stack trace.</summary>
public sealed class ExecutorFunctionException : SparkException
{
    /// <summary>An exception with what the server told.</summary>
    /// <param name="message">The text to show.</param>
    /// <param name="error">What the server told; <see langword="null"/> when it told nothing.</param>
    /// <param name="innerException">The cause on this side, if any.</param>
    public ExecutorFunctionException(string message, SparkError? error = null, Exception? innerException = null)
        : base(message, error, innerException)
    {
    }
}
