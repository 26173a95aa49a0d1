namespace Millrace.Jobs.Cluster.Executors;

/// <summary>What an executor says of itself.</summary>
/// <param name="Host">Its host.</param>
/// <param name="Folder">Its working folder: no two executors of a host have the same.</param>
/// <param name="ProcessId">Its worker process.</param>
/// <param name="SeesWorkFolder">Whether it read what the driver had written.</param>
/// <param name="AnswerFile">The file in which it answered, relative to the answers' folder; null where it could not write.</param>
/// <param name="Attempt">0 where no attempt failed before.</param>
/// <param name="Cpus">Processors that Spark gives to a task.</param>
/// <param name="MemoryBytes">Memory that the worker process may use, as the runtime sees it.</param>
internal sealed record ProbeReport(string Host, string Folder, int ProcessId, bool SeesWorkFolder, string? AnswerFile, int Attempt, int Cpus, long MemoryBytes);
