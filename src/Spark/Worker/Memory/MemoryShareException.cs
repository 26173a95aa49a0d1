namespace Millrace.Spark.Worker.Memory;

/// <summary>A batch does not fit into what a task may hold.</summary>
/// <param name="neededBytes">What was asked for.</param>
/// <param name="shareBytes">What the task may hold together.</param>
public sealed class MemoryShareException(long neededBytes, long shareBytes) : Exception(
    $"A batch needs {neededBytes} bytes more than the task's share of {shareBytes} bytes leaves. Give the worker more memory, or send smaller batches "
    + "(spark.sql.execution.arrow.maxRecordsPerBatch).")
{
    /// <summary>What was asked for.</summary>
    public long NeededBytes { get; } = neededBytes;

    /// <summary>What the task may hold together.</summary>
    public long ShareBytes { get; } = shareBytes;
}
