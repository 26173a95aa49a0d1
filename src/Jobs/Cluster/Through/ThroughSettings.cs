using System.Text.Json;

namespace Millrace.Jobs.Cluster.Through;

/// <summary>What travels to the executors for work on rows that Spark reads.</summary>
/// <param name="Work">The work's own settings.</param>
/// <param name="SourceFile">Full path of the source's description.</param>
/// <param name="StagingFolder">Full path of the folder that attempts write below.</param>
/// <param name="Engine">Limits of the engine in the worker.</param>
internal sealed record ThroughSettings(JsonElement Work, string SourceFile, string StagingFolder, ExecutorLimits Engine);
