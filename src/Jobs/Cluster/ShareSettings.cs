using System.Text.Json;

namespace Millrace.Jobs.Cluster;

/// <summary>What travels to the executors for a stage: the work's settings, and where to find and put things.</summary>
/// <param name="Work">The work's own settings.</param>
/// <param name="ListFile">Full path of the assignments.</param>
/// <param name="StagingFolder">Full path of the folder that attempts write below.</param>
/// <param name="Engine">Limits of the engine in the worker.</param>
internal sealed record ShareSettings(JsonElement Work, string ListFile, string StagingFolder, ExecutorLimits Engine);
