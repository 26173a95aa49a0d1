namespace Millrace.Jobs.Engine;

/// <summary>The engine refused or failed a statement that is not about one input or output file.</summary>
internal sealed class EngineException : Exception
{
    public EngineException(string operation, int errorType, string reason, Exception? innerException = null)
        : base($"{operation}: {reason}", innerException)
    {
        Operation = operation;
        ErrorType = errorType;
    }

    /// <summary>What was being done.</summary>
    public string Operation { get; }

    /// <summary>The engine's own code of the error.</summary>
    public int ErrorType { get; }
}
