namespace Millrace.Jobs.Survey;

/// <summary>A file cannot be read; the surveyor turns it into a <see cref="BadFile"/>.</summary>
internal sealed class BadFileException : Exception
{
    public BadFileException(BadFileFault fault, string reason, Exception? innerException = null)
        : base(reason, innerException)
    {
        Fault = fault;
    }

    /// <summary>What is wrong.</summary>
    public BadFileFault Fault { get; }
}
