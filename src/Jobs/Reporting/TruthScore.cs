using Millrace.Jobs.Progress;

namespace Millrace.Jobs.Reporting;

/// <summary>Compares what the cleaning did with the dirt that had been planted, kind by kind.</summary>
internal static class TruthScore
{
    /// <summary>Planted, found and right per kind, in the order of the kinds' names.</summary>
    /// <param name="truthFile">Full path of the truth.</param>
    /// <param name="originalFile">Full path of the rows before dirt was planted.</param>
    /// <param name="key">The integer column that names a row.</param>
    /// <param name="cleanFiles">Full paths of the clean rows after duplicate removal.</param>
    /// <param name="quarantineFiles">Full paths of the quarantined rows.</param>
    /// <param name="cancellationToken">Stops the comparison.</param>
    public static Task<IReadOnlyList<DirtRecovery>> ComputeAsync(
        string truthFile, string originalFile, string key, IReadOnlyList<string> cleanFiles, IReadOnlyList<string> quarantineFiles,
        CancellationToken cancellationToken) =>
        throw new NotSupportedException($"{truthFile}{originalFile}{key}{cleanFiles.Count}{quarantineFiles.Count}{cancellationToken.IsCancellationRequested}");
}
