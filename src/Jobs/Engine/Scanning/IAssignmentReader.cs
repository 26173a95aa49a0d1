namespace Millrace.Jobs.Engine.Scanning;

/// <summary>Reads one assignment. For one thread at a time.</summary>
internal interface IAssignmentReader : IDisposable
{
    /// <summary>The next batch, which then belongs to the caller; null at the assignment's end.</summary>
    ScannedBatch? Read(CancellationToken cancellationToken);
}
