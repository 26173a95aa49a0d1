using Millrace.Features.Splitting;
using Millrace.Jobs.Specification;

namespace Millrace.Jobs.Stages;

/// <summary>Files that a split by files names: they are never read as main input too, or rows would be both learned and tested.</summary>
internal static class SplitFiles
{
    /// <summary>Files, folders and globs of test and validation rows; empty where the job learns nothing or splits in another way.</summary>
    public static IReadOnlyList<string> Of(JobSpec job) => job is { Features: not null, Split: FilesSplitSpec split } ? [.. split.Test, .. split.ValidationFiles] : [];
}
