namespace Millrace.Jobs;

/// <summary>The job failed: a gate, the data or the training. The message names what, where and what to do; the command line ends with code 1.</summary>
public sealed class JobFailedException : Exception
{
    /// <summary>A failure that says what to do.</summary>
    public JobFailedException(string message)
        : base(message)
    {
    }

    /// <summary>A failure that says what to do, with its cause.</summary>
    public JobFailedException(string message, Exception innerException)
        : base(message, innerException)
    {
    }
}
