using System.Text.Json;

namespace Millrace.Jobs.Cluster.Executors;

/// <summary>What travels for merging statistics.</summary>
/// <param name="Work">The settings of the work that counted.</param>
/// <param name="ListFile">Full path of the list of groups of files; partition i merges group i.</param>
/// <param name="Folder">Full path of the folder for the merged files.</param>
internal sealed record MergeSettings(JsonElement Work, string ListFile, string Folder);
