using System.Diagnostics;
using Millrace.Training.Collectives;

namespace Millrace.Training.Tests.Ranks;

[Collection(AloneCollection.Name)]
public sealed class ProcessRankTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("processes").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Theory]
    [InlineData(2, false)]
    [InlineData(4, true)]
    public async Task Rank_processes_give_the_bytes_of_one_thread(int ranks, bool tls)
    {
        using var hard = await TrainingCase.MakeAsync();
        var one = await hard.RunAsync(TrainingCase.Plan, new TrainingOptions());
        var reports = 0;
        var options = TrainingCase.Options(_folder) with { Ranks = ranks, Mode = RankMode.Processes, Tls = tls, ProgressInterval = TimeSpan.FromMilliseconds(1) };
        var many = await hard.RunAsync(TrainingCase.Plan, options, new Counter(() => Interlocked.Increment(ref reports)));
        Assert.Equal(one.WeightsSha256, many.WeightsSha256);
        RankEqualityTests.AssertSameHistory(one.History, many.History);
        Assert.True(reports > 0);
        Assert.Equal(one.History.Count, (await File.ReadAllLinesAsync(Path.Combine(_folder, "metrics.jsonl"))).Length);
    }

    [Fact]
    public async Task A_killed_rank_process_is_named_within_two_seconds_and_no_process_is_left()
    {
        using var hard = await TrainingCase.MakeAsync();
        var ids = new TaskCompletionSource<IReadOnlyList<int>>();
        var running = new TaskCompletionSource();
        var options = TrainingCase.Options(_folder) with
        {
            Ranks = 4,
            Mode = RankMode.Processes,
            PeerTimeout = TimeSpan.FromMilliseconds(1500),
            RanksStarted = ids.SetResult,
            ProgressInterval = TimeSpan.FromMilliseconds(1),
            CheckpointSteps = 0,
        };
        var plan = TrainingCase.Plan with { MaxEpochs = 100_000, EarlyStopping = null };
        var training = hard.RunAsync(plan, options, new Counter(() => running.TrySetResult()));
        await running.Task.WaitAsync(TimeSpan.FromSeconds(60));
        using var victim = Process.GetProcessById((await ids.Task)[2]);
        var start = Stopwatch.GetTimestamp();
        victim.Kill();
        var failure = await Assert.ThrowsAsync<PeerException>(() => training);
        Assert.InRange(Stopwatch.GetElapsedTime(start), TimeSpan.Zero, TimeSpan.FromSeconds(3));
        Assert.Equal((2, PeerFault.Lost), (failure.Peer, failure.Fault));
        Assert.Contains("its process ended with exit code 137 (signal 9) and wrote nothing", failure.Message, StringComparison.Ordinal);
        foreach (var id in await ids.Task)
        {
            Assert.Throws<ArgumentException>(() => Process.GetProcessById(id));
        }
    }

    [Theory]
    [InlineData("echo the disk is gone >&2; exit 7", "rank process 0 ended before it could start: its process ended with exit code 7, having written: the disk is gone")]
    [InlineData("head -c 300000 /dev/zero | tr '\\0' x >&2; echo then this >&2; kill -9 $$", "its process ended with exit code 137 (signal 9), having written: xxx")]
    [InlineData("exit 0", "its process ended with exit code 0 and wrote nothing to standard error")]
    public async Task How_a_rank_process_ended_and_what_it_last_wrote_is_told(string script, string expected)
    {
        using var hard = await TrainingCase.MakeAsync();
        var options = TrainingCase.Options(_folder) with { Ranks = 1, Mode = RankMode.Processes, RankCommand = ["/bin/sh", "-c", script] };
        var failure = await Assert.ThrowsAsync<TrainingException>(() => hard.RunAsync(TrainingCase.Plan, options));
        Assert.Contains(expected, failure.Message, StringComparison.Ordinal);
        Assert.InRange(failure.Message.Length, 1, (64 << 10) + 200);
        Assert.Equal(script.Contains("then this", StringComparison.Ordinal), failure.Message.EndsWith("xthen this", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_failure_in_a_rank_process_keeps_its_type_and_coordinates()
    {
        using var hard = await TrainingCase.MakeAsync();
        var plan = TrainingCase.Plan with { Optimizer = new Millrace.Training.Optimizers.SgdSpec { Rate = 1e30 } };
        var here = await Assert.ThrowsAsync<TrainingException>(() => hard.RunAsync(plan, new TrainingOptions()));
        var there = await Assert.ThrowsAsync<TrainingException>(() =>
            hard.RunAsync(plan, TrainingCase.Options(_folder) with { Ranks = 2, Mode = RankMode.Processes }));
        Assert.Equal(here.Step, there.Step);
        Assert.Contains(here.Message, there.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Cancelled_rank_processes_leave_a_checkpoint_and_go_on_later()
    {
        using var hard = await TrainingCase.MakeAsync();
        var one = await hard.RunAsync(TrainingCase.Plan, new TrainingOptions());
        using var cancel = new CancellationTokenSource();
        var options = TrainingCase.Options(_folder) with
        {
            Ranks = 2,
            Mode = RankMode.Processes,
            ProgressInterval = TimeSpan.FromMilliseconds(1),
            CheckpointSteps = 0,
        };
        var start = 0L;
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => hard.RunAsync(
            TrainingCase.Plan, options,
            new Counter(() =>
            {
                start = Stopwatch.GetTimestamp();
                cancel.Cancel();
            }),
            cancel.Token));
        Assert.InRange(Stopwatch.GetElapsedTime(start), TimeSpan.Zero, TimeSpan.FromSeconds(5));
        var rest = await hard.RunAsync(TrainingCase.Plan, TrainingCase.Options(_folder) with { Ranks = 4 });
        Assert.True(rest.ResumedFromStep > 0);
        Assert.Equal(one.WeightsSha256, rest.WeightsSha256);
    }

    private sealed class Counter(Action reported) : IProgress<TrainingProgress>
    {
        public void Report(TrainingProgress value) => reported();
    }
}
