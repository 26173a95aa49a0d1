using System.Net;
using Millrace.Training.Checkpoints;
using Millrace.Training.Collectives;
using Millrace.Training.Hosting;

namespace Millrace.Training.Tests.Hosting;

/// <summary>A run cut into segments, each on other hosts and ranks, has the bytes of the run that was never cut.</summary>
public sealed class SegmentTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("segments").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public async Task Segments_on_changing_hosts_and_ranks_give_the_bytes_of_one_run()
    {
        using var hard = await TrainingCase.MakeAsync();
        var plain = await hard.RunAsync(TrainingCase.Plan, new TrainingOptions());
        RankEqualityTests.AssertTheCaseIsHard(plain);
        (int Hosts, int Ranks)[] shapes = [(1, 1), (2, 2), (2, 8), (4, 4), (1, 4), (4, 8), (8, 8)];
        var certificate = Trainer.CreateRunCertificate(TimeProvider.System.GetUtcNow());
        StoredState? state = null;
        StopReason? reason = null;
        for (var number = 0; reason is null; number++)
        {
            var (hosts, ranks) = shapes[number % shapes.Length];
            var ends = await HostedRun.SegmentAsync(Segment(hard, ranks, state?.File, steps: 23), hosts, number == 3 ? certificate : null);
            Assert.All(ends, end => Assert.Null(end.Failure));
            Assert.All(ends, end => Assert.Equal((state?.Step ?? 0, ends[0].Outcome!.Reason), (end.Outcome!.ResumedFromStep, end.Outcome.Reason)));
            state = await AssembleAsync([.. ends.Select(e => e.Outcome!)], $"{number}.checkpoint");
            Assert.Equal(ends[0].Outcome!.Step, state.Step);
            reason = ends[0].Outcome!.Reason;
            Assert.Equal(reason, state.Reason(TrainingCase.Plan));
        }

        var result = state!.ToResult(TrainingCase.Plan, reason.Value, 0, []);
        Assert.True(plain.Steps / 23 >= shapes.Length, "every shape had its turn");
        Assert.Equal(plain.WeightsSha256, result.WeightsSha256);
        Assert.Equal((plain.Reason, plain.Steps, plain.BestEpoch, plain.ClippedSteps), (result.Reason, result.Steps, result.BestEpoch, result.ClippedSteps));
        RankEqualityTests.AssertSameHistory(plain.History, result.History);
    }

    [Fact]
    public async Task A_segment_goes_on_from_a_checkpoint_of_this_process_and_gives_one_that_it_goes_on_from()
    {
        using var hard = await TrainingCase.MakeAsync();
        var plan = TrainingCase.Plan;
        var plain = await hard.RunAsync(plan, new TrainingOptions());
        using var cancel = new CancellationTokenSource();
        var options = TrainingCase.Options(_folder) with { CheckpointSteps = 0, ProgressInterval = TimeSpan.Zero };
        await Assert.ThrowsAnyAsync<OperationCanceledException>(
            () => hard.RunAsync(plan, options, new CancelAtOnce(cancel), cancel.Token));
        var stored = Assert.Single(Directory.GetFiles(options.CheckpointFolder!));

        var ends = await HostedRun.SegmentAsync(Segment(hard, 4, stored, steps: 50), 2);
        File.Delete(stored);
        var state = await AssembleAsync([.. ends.Select(e => e.Outcome!)], "checkpoints/step-000000000000051.checkpoint");
        var rest = await hard.RunAsync(plan, options);
        Assert.Equal(state.Step, rest.ResumedFromStep);
        Assert.Equal(plain.WeightsSha256, rest.WeightsSha256);
    }

    [Fact]
    public async Task Slices_are_small_belong_to_their_rank_and_are_checked()
    {
        using var hard = await TrainingCase.MakeAsync();
        var ends = await HostedRun.SegmentAsync(Segment(hard, 4, null, steps: 3), 2);
        var slices = ends.SelectMany(e => e.Outcome!.Slices()).ToList();
        Assert.Equal([0, 1, 2, 3], slices.Select(s => s.Rank));
        Assert.Equal(ends[0].Outcome!.StateBytes, slices.Sum(s => (long)s.Bytes.Length));
        Assert.InRange(slices.Max(s => s.Bytes.Length) - slices.Min(s => s.Bytes.Length), 0, 1);

        var broken = slices[2].Bytes.ToArray();
        broken[7] ^= 1;
        Assert.Throws<TrainingException>(() => new StateAssembly(1 << 20).Add(slices[2] with { Bytes = broken }));
        var assembly = new StateAssembly(1 << 20);
        assembly.Add(slices[0]);
        Assert.Throws<TrainingException>(() => assembly.Add(slices[0]));
        assembly.Add(slices[1]);
        assembly.Add(slices[3]);
        await Assert.ThrowsAsync<CheckpointException>(() => assembly.WriteAsync(Path.Combine(_folder, "torn"), TestContext.Current.CancellationToken));
        Assert.Throws<TrainingException>(() => new StateAssembly(100).Add(slices[0]));
    }

    [Fact]
    public async Task A_state_of_another_plan_is_refused_on_all_hosts_with_the_cause()
    {
        using var hard = await TrainingCase.MakeAsync();
        var ends = await HostedRun.SegmentAsync(Segment(hard, 2, null, steps: 3), 2);
        var state = await AssembleAsync([.. ends.Select(e => e.Outcome!)], "other");
        var other = Segment(hard, 4, state.File, steps: 3) with { Plan = TrainingCase.Plan with { Seed = 6 } };
        var failures = (await HostedRun.SegmentAsync(other, 2)).Select(e => e.Failure).ToArray();
        Assert.Contains("another plan", Assert.IsType<CheckpointException>(failures[0]).Message, StringComparison.Ordinal);
        Assert.Equal(PeerFault.GaveUp, Assert.IsType<PeerException>(failures[1]).Fault);
        Assert.Throws<CheckpointException>(() => state.ToResult(other.Plan, StopReason.MaxEpochs, 0, []));
    }

    [Fact]
    public async Task A_host_that_is_lost_frees_all_ranks_of_the_others_by_name()
    {
        using var hard = await TrainingCase.MakeAsync();
        var fired = 0;
        var ends = await HostedRun.SegmentAsync(
            Segment(hard, 8, null, steps: 500), 4, between: (host, collective) => host == 2 ? new LostAt(collective, 60, () => fired++) : collective);
        Assert.Equal(1, fired);
        foreach (var host in new[] { 0, 1, 3 })
        {
            var failure = Assert.IsType<PeerException>(ends[host].Failure);
            Assert.Equal(4, failure.Peer);
        }
    }

    [Fact]
    public async Task Links_are_checked_before_anything_is_spent()
    {
        using var a = RankHost.Bind(IPAddress.Loopback);
        using var b = RankHost.Bind(IPAddress.Loopback);
        var points = new[] { a.EndPoint, b.EndPoint };
        var token = TestContext.Current.CancellationToken;
        await Task.WhenAll(a.CheckLinksAsync(HostedRun.Links(0, points), token), b.CheckLinksAsync(HostedRun.Links(1, points), token));
        var stranger = HostedRun.Links(1, points) with { Secret = new byte[32], ConnectDeadline = TimeSpan.FromMilliseconds(500) };
        var alone = HostedRun.Links(0, points) with { ConnectDeadline = TimeSpan.FromMilliseconds(500) };
        var calling = b.CheckLinksAsync(stranger, token);
        var failure = await Assert.ThrowsAsync<PeerException>(() => a.CheckLinksAsync(alone, token));
        Assert.Equal((1, PeerFault.Silent), (failure.Peer, failure.Fault));
        await Assert.ThrowsAsync<PeerException>(() => calling);
    }

    private static HostedSegment Segment(TrainingCase hard, int ranks, string? state, long steps) => new()
    {
        Plan = TrainingCase.Plan,
        Ranks = ranks,
        Train = hard.Train,
        Validation = hard.Validation,
        StateFile = state,
        SegmentSteps = steps,
    };

    private async Task<StoredState> AssembleAsync(IReadOnlyList<SegmentOutcome> outcomes, string name)
    {
        var assembly = new StateAssembly(1 << 20);
        foreach (var slice in outcomes.Reverse().SelectMany(o => o.Slices()))
        {
            assembly.Add(slice);
        }

        return await assembly.WriteAsync(Path.Combine(_folder, name), TestContext.Current.CancellationToken);
    }

    private sealed class CancelAtOnce(CancellationTokenSource cancel) : IProgress<TrainingProgress>
    {
        public void Report(TrainingProgress value) => cancel.Cancel();
    }

    /// <summary>Closes its connections in the middle of a run, as a killed process does.</summary>
    private sealed class LostAt(ICollective inner, int step, Action fired) : ICollective
    {
        public int Rank => inner.Rank;

        public int Ranks => inner.Ranks;

        public void AllReduce(Span<float> values, long at)
        {
            if (at == step)
            {
                fired();
                inner.Dispose();
                throw new IOException("killed by the test");
            }

            inner.AllReduce(values, at);
        }

        public void AllReduce(Span<double> values, long at) => inner.AllReduce(values, at);

        public void Broadcast(Span<byte> bytes, long at) => inner.Broadcast(bytes, at);

        public void Abort(string reason) => inner.Abort(reason);

        public void Dispose() => inner.Dispose();
    }
}
