using Millrace.Jobs.Cluster.Training;
using Millrace.Training.Collectives;
using Millrace.Training.Hosting;
using Millrace.Training.Local;

namespace Millrace.Jobs.WorkerApp;

/// <summary>Puts the fault that a test ordered between a host and its links.</summary>
internal sealed class FaultyHooks : TrainingHooks
{
    /// <inheritdoc/>
    public override Task<SegmentOutcome> RunAsync(RankHost host, HostedSegment segment, HostLinks links, CancellationToken cancellationToken)
    {
        var folder = Environment.GetEnvironmentVariable("MILLRACE_TEST_FAULTS");
        if (folder is not null && Fault.Ordered(folder) is { } fault && fault.Host == links.Host)
        {
            host.Between = collective => new FaultyCollective(collective, fault, folder);
        }

        return base.RunAsync(host, segment, links, cancellationToken);
    }

    /// <inheritdoc/>
    public override void Round(int replica, RoundOrder order)
    {
        var folder = Environment.GetEnvironmentVariable("MILLRACE_TEST_FAULTS");
        if (folder is not null && Fault.Ordered(folder) is { } fault && fault.Host == replica && order.GlobalStep >= fault.Step)
        {
            Fault.Fired(folder);
            Faults.Do(fault, null);
        }
    }

    /// <summary>A host's collective that does its fault at the ordered step.</summary>
    private sealed class FaultyCollective(ICollective inner, Fault fault, string folder) : ICollective
    {
        private bool _slow;

        public int Rank => inner.Rank;

        public int Ranks => inner.Ranks;

        public void AllReduce(Span<float> values, long step)
        {
            Look(step);
            inner.AllReduce(values, step);
        }

        public void AllReduce(Span<double> values, long step) => inner.AllReduce(values, step);

        public void Broadcast(Span<byte> bytes, long step) => inner.Broadcast(bytes, step);

        public void Abort(string reason) => inner.Abort(reason);

        public void Dispose() => inner.Dispose();

        private void Look(long step)
        {
            if (step == fault.Step && !Fault.HasFired(folder))
            {
                Fault.Fired(folder);
                Faults.Do(fault, inner);
                _slow = fault.Kind == FaultKind.Slow;
            }

            if (_slow)
            {
                Thread.Sleep(TimeSpan.FromSeconds(fault.Seconds));
            }
        }
    }
}
