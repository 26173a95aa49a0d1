namespace Millrace.Jobs.Places;

/// <summary>What came of work over all rows.</summary>
/// <typeparam name="TStatistics">What was counted.</typeparam>
/// <param name="Statistics">What all shares counted together.</param>
/// <param name="Files">The files, in their final places, in the order of their names.</param>
internal sealed record WorkResult<TStatistics>(TStatistics Statistics, IReadOnlyList<ShareFile> Files)
    where TStatistics : class
{
    /// <summary>Full paths of the files of a kind, in the order of their names.</summary>
    public IReadOnlyList<string> PathsOf(string kind) => [.. Files.Where(file => file.Kind == kind).Select(file => file.Path)];
}
