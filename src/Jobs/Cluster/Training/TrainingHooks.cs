using Millrace.Training.Hosting;
using Millrace.Training.Local;

namespace Millrace.Jobs.Cluster.Training;

/// <summary>What stands between a task and its ranks: nothing. A test's worker puts a fault there.</summary>
internal class TrainingHooks
{
    /// <summary>Trains the segment of a task.</summary>
    public virtual Task<SegmentOutcome> RunAsync(RankHost host, HostedSegment segment, HostLinks links, CancellationToken cancellationToken) =>
        host.RunAsync(segment, links, cancellationToken);

    /// <summary>Told before a replica's round.</summary>
    public virtual void Round(int replica, RoundOrder order)
    {
    }
}
