using System.Net;
using Millrace.Training.Collectives;
using Millrace.Training.Networks;
using Millrace.Training.Ranks;

namespace Millrace.Training.Hosting;

/// <summary>
/// A process that trains some ranks of a run for whoever started it: a task on a cluster, a test. Bound first, so that its address can
/// be told to the others; then it meets them and trains a segment. Ranks of one host sum through memory, hosts through TCP: one tree.
/// </summary>
/// <remarks>For one segment. Dispose frees the port.</remarks>
public sealed class RankHost : IDisposable
{
    /// <summary>What hosts wait longer for each other than the ranks within one: a host whose own rank is late says which.</summary>
    private static readonly TimeSpan LateMember = TimeSpan.FromMilliseconds(500);
    private readonly RankListener _listener;

    private RankHost(RankListener listener) => _listener = listener;

    /// <summary>Where other hosts find this one.</summary>
    public IPEndPoint EndPoint => _listener.EndPoint;

    /// <summary>Tells a test's own collective from the real one: it sees every exchange of the host.</summary>
    internal Func<ICollective, ICollective>? Between { get; set; }

    /// <summary>Binds the first free port of <paramref name="firstPort"/> … <paramref name="lastPort"/>; 0 to 0 takes any.</summary>
    /// <exception cref="System.Net.Sockets.SocketException">No port of the range is free.</exception>
    public static RankHost Bind(IPAddress address, int firstPort = 0, int lastPort = 0) => new(RankListener.Bind(address, firstPort, lastPort));

    /// <summary>Meets the other hosts, sums once over all of them, and parts again: links work both ways and everybody knows the secret.</summary>
    /// <exception cref="PeerException">A host was not found in time, or does not know the secret; it is named.</exception>
    public async Task CheckLinksAsync(HostLinks links, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(links);
        using var between = await ConnectAsync(links, cancellationToken);
        var ones = new double[] { 1 };
        between.AllReduce(ones, 0);
        if (ones[0] != links.EndPoints.Count)
        {
            throw new TrainingException($"{ones[0]} hosts answered where there are {links.EndPoints.Count}");
        }
    }

    /// <summary>Trains the segment.</summary>
    /// <param name="segment">What is trained.</param>
    /// <param name="links">The hosts.</param>
    /// <param name="cancellationToken">Stops all hosts at the end of the step; nothing is given back.</param>
    /// <exception cref="TrainingException">Faulty settings, no rows, numbers that are not finite.</exception>
    /// <exception cref="Checkpoints.CheckpointException">The state is damaged, or of another plan, network or data.</exception>
    /// <exception cref="PeerException">A host was lost, is late, lies, or gave up; its first rank is named.</exception>
    /// <exception cref="OperationCanceledException">The token of this or another host was cancelled.</exception>
    public async Task<SegmentOutcome> RunAsync(HostedSegment segment, HostLinks links, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(segment);
        ArgumentNullException.ThrowIfNull(links);
        if (segment.Validate(links.EndPoints.Count) is { Count: > 0 } faults)
        {
            throw new TrainingException("training cannot start: " + string.Join("; ", faults));
        }

        var options = new TrainingOptions
        {
            Ranks = segment.Ranks,
            Deadline = segment.Deadline,
            ProgressInterval = segment.ProgressInterval,
            PeerTimeout = links.PeerTimeout,
            StepDeadline = links.StepDeadline,
            Time = segment.Time,
        };
        var network = Trainer.Prepare(segment.Plan, segment.Train, segment.Validation, options);
        using var between = links.EndPoints.Count > 1 ? await ConnectAsync(links, cancellationToken) : null;
        var hosted = segment.Ranks / links.EndPoints.Count;
        var group = new SharedMemoryGroup(hosted, links.StepDeadline, between);
        var contexts = Enumerable.Range(0, hosted).Select(member => Context(segment, options, network, group.Join(member))).ToArray();
        var outcome = (await RankThreads.RunAsync(contexts, cancellationToken))[0];
        return outcome.State is null
            ? throw new OperationCanceledException("the segment was cancelled", cancellationToken)
            : new SegmentOutcome(outcome, group.FirstRank, hosted, segment.Ranks);
    }

    /// <inheritdoc/>
    public void Dispose() => _listener.Dispose();

    private static RankContext Context(HostedSegment segment, TrainingOptions options, Network network, ICollective collective) => new()
    {
        Plan = segment.Plan,
        Network = network,
        Collective = collective,
        Train = segment.Train,
        Validation = segment.Validation,
        Options = options,
        Progress = collective.Rank == 0 ? segment.Progress : null,
        Segment = new SegmentLimits { StateFile = segment.StateFile, Steps = segment.SegmentSteps, Time = segment.SegmentTime },
    };

    private async Task<ICollective> ConnectAsync(HostLinks links, CancellationToken cancellationToken)
    {
        using var certificate = links.Certificate is { } bytes ? RunCertificate.Import(bytes) : null;
        var options = new LinkOptions
        {
            Rank = links.Host,
            Ranks = links.EndPoints.Count,
            Run = links.Run,
            Generation = links.Generation,
            Secret = links.Secret,
            PeerTimeout = links.PeerTimeout,
            StepDeadline = links.StepDeadline + LateMember,
            ConnectDeadline = links.ConnectDeadline,
            SpinTime = LinkOptions.SpinTimeOf(links.EndPoints.Count(point => point.Address.Equals(links.EndPoints[links.Host].Address))),
            Certificate = certificate,
        };
        var collective = await TcpCollective.ConnectAsync(options, _listener, links.EndPoints, cancellationToken);
        return Between?.Invoke(collective) ?? collective;
    }
}
