namespace Millrace.Spark;

/// <summary>
/// Whatever Spark or the connection to it refused, with what the server told about it. Subclasses are chosen by the server's typed
/// codes (error class, exception class, gRPC status), never by the text of a message.
/// </summary>
public class SparkException : Exception
{
    /// <summary>An exception with a description of what failed.</summary>
    /// <param name="message">The text to show.</param>
    /// <param name="error">What the server told; <see langword="null"/> when it told nothing.</param>
    /// <param name="innerException">The cause on this side, if any.</param>
    public SparkException(string message, SparkError? error = null, Exception? innerException = null)
        : base(message, innerException) => Error = error ?? SparkError.None;

    /// <summary>What the server told about the failure; <see cref="SparkError.None"/> when it told nothing.</summary>
    public SparkError Error { get; }

    /// <summary>Spark's error class with its sub-class, as <c>TABLE_OR_VIEW_NOT_FOUND</c>; empty if the server gave none.</summary>
    public string ErrorClass => Error.ErrorClass;

    /// <summary>The five-character SQL state, as <c>42P01</c>; empty if the server gave none.</summary>
    public string SqlState => Error.SqlState;
}
