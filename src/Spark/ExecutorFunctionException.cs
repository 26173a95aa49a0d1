namespace Millrace.Spark;

/// <summary>A function in an executor's worker failed; <see cref="Failure"/> carries the worker's exception and its stack trace.</summary>
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

    internal ExecutorFunctionException(ExecutorFailure failure, SparkError? error, Exception? innerException)
        : base(failure.StackTrace.Length > 0 ? $"{failure}\nIn the executor:\n{failure.StackTrace}" : failure.ToString(), error, innerException) =>
        Failure = failure;

    /// <summary>What the worker told; <see langword="null"/> where the text did not come from a worker of this library.</summary>
    public ExecutorFailure? Failure { get; }
}
