using Millrace.Training.Hosting;

namespace Millrace.Jobs.Cluster.Training;

/// <summary>What stands between a task and its ranks: nothing. A test's worker puts a fault there.</summary>
internal class TrainingHooks
{
    /// <summary>Trains the segment of a task.</summary>
    public virtual Task<SegmentOutcome> RunAsync(RankHost host, HostedSegment segment, HostLinks links, CancellationToken cancellationToken) =>
        host.RunAsync(segment, links, cancellationToken);
}
