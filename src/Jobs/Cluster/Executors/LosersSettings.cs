namespace Millrace.Jobs.Cluster.Executors;

/// <summary>What travels for finding duplicates in one executor.</summary>
/// <param name="ListFile">Full path of the list of clean files, full paths.</param>
/// <param name="KeyColumns">Equal in these; none: equal in the row hash.</param>
/// <param name="Folder">Full path of the folder for the file of losing rows.</param>
/// <param name="Engine">Limits of the engine in the worker.</param>
internal sealed record LosersSettings(string ListFile, IReadOnlyList<string> KeyColumns, string Folder, ExecutorLimits Engine);
