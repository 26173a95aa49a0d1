namespace Millrace.Jobs.Cluster.Training;

/// <summary>What a task found out before training.</summary>
/// <param name="Host">Its host.</param>
/// <param name="ProcessId">Its worker process: tasks of one process share its memory.</param>
/// <param name="Cpus">Processors that Spark gives to the task.</param>
/// <param name="MemoryBytes">Heap that the worker process may have.</param>
/// <param name="DiskFolder">Where lanes would be kept.</param>
/// <param name="DiskBytes">Free there.</param>
/// <param name="Push">The driver's addresses that the task reached.</param>
/// <param name="SharedFile">Whether it could write a file where the driver reads progress.</param>
internal sealed record PreflightReport(
    string Host, int ProcessId, int Cpus, long MemoryBytes, string DiskFolder, long DiskBytes, IReadOnlyList<string> Push, bool SharedFile);
