using Millrace.Jobs.Cluster.Training;
using Millrace.Training.Checkpoints;
using Millrace.Training.Local;

namespace Millrace.Jobs.Tests.Cluster.Training;

/// <summary>What cannot work is refused before it starts, with what is needed and what there is.</summary>
public sealed class RefusalTests(TrainingSpark spark)
{
    [Theory]
    [InlineData(3, 8, 4, "power of two up to the job's 8 lanes (training.lanes); run.ranks is 3")]
    [InlineData(16, 8, 4, "power of two up to the job's 8 lanes (training.lanes); run.ranks is 16")]
    [InlineData(2, 8, 0, "needs at least one free slot; the cluster has 0")]
    public void Ranks_that_do_not_fit_are_refused(int ranks, int lanes, int slots, string says) =>
        Assert.Contains(says, Assert.Throws<JobFailedException>(() => TaskShape.Of(ranks, lanes, slots)).Message, StringComparison.Ordinal);

    [Theory]
    [InlineData(4, 3, 2)]
    [InlineData(4, 2, 2)]
    [InlineData(8, 100, 8)]
    [InlineData(1, 2, 1)]
    public void Ranks_share_tasks_where_slots_are_few(int ranks, int slots, int tasks) => Assert.Equal(tasks, TaskShape.Of(ranks, 8, slots).Tasks);

    [Theory]
    [InlineData("0", 0, 0)]
    [InlineData("7000", 7000, 7000)]
    [InlineData("7000-7010", 7000, 7010)]
    [InlineData("7010-7000", null, null)]
    [InlineData("0-5", null, null)]
    [InlineData("70000", null, null)]
    [InlineData("a", null, null)]
    public void Ranges_of_ports_are_read(string text, int? first, int? last) =>
        Assert.Equal(first is { } f ? new PortRange(f, last!.Value) : (PortRange?)null, PortRange.Parse(text));

    [Fact]
    public void Only_what_may_come_out_otherwise_is_done_again()
    {
        Assert.True(RestartDecision.IsWorthIt(new Millrace.Spark.SparkException("executor lost")));
        Assert.True(RestartDecision.IsWorthIt(Millrace.Spark.ExecutorFailureKind.Crash));
        Assert.True(RestartDecision.IsWorthIt(Millrace.Spark.ExecutorFailureKind.Barrier));
        Assert.False(RestartDecision.IsWorthIt(Millrace.Spark.ExecutorFailureKind.Refused));
        Assert.False(RestartDecision.IsWorthIt(Millrace.Spark.ExecutorFailureKind.Memory));
        Assert.False(RestartDecision.IsWorthIt(new CheckpointException("file", "of another plan")));
        Assert.False(RestartDecision.IsWorthIt(new Millrace.Spark.SessionLostException("gone")));
        Assert.False(RestartDecision.IsWorthIt(new JobFailedException("too few slots")));
    }

    [Fact]
    public async Task A_checkpoint_of_another_job_is_refused()
    {
        using var hard = await ClusterCase.MakeAsync();
        await using var session = await spark.SessionAsync("local[2,4]");
        var run = hard.Run(ClusterCase.Plan with { MaxEpochs = 1, EarlyStopping = null }, 1, "first");
        await ClusterCase.TrainAsync(session, run, new ClusterTrainingOptions());
        var other = run with { Plan = run.Plan with { Seed = 99 } };
        var failure = await Assert.ThrowsAsync<JobFailedException>(() => ClusterCase.TrainAsync(session, other, new ClusterTrainingOptions()));
        Assert.Contains("is of another job", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Executors_that_come_and_go_are_answered_with_the_mode_that_allows_them()
    {
        using var hard = await ClusterCase.MakeAsync();
        await using var session = await spark.SessionAsync("local[2,4]", dynamic: true);
        var failure = await Assert.ThrowsAsync<JobFailedException>(
            () => ClusterCase.TrainAsync(session, hard.Run(ClusterCase.Plan, 2, "dynamic"), new ClusterTrainingOptions()));
        Assert.Contains("training.mode: local", failure.Message, StringComparison.Ordinal);
        var plan = ClusterCase.Plan with { Local = new LocalTraining { StepsPerRound = 24 }, MaxEpochs = 1 };
        await ClusterCase.TrainAsync(session, hard.Run(plan, 2, "allowed"), new ClusterTrainingOptions());
    }

    [Fact]
    public async Task Slots_that_are_taken_are_waited_for_and_then_refused_with_numbers()
    {
        using var hard = await ClusterCase.MakeAsync();
        var token = TestContext.Current.CancellationToken;
        await using var holder = await spark.SessionAsync("local[2,4]");
        await using var session = await spark.SessionAsync("local[2,4]");
        var holding = (await holder.SqlAsync("SELECT java_method('java.lang.Thread', 'sleep', 60000L) FROM range(0, 1, 1, 1)", token)).CollectAsync(token);
        var options = new ClusterTrainingOptions { PreflightLimit = TimeSpan.FromSeconds(3) };
        var failure = await Assert.ThrowsAsync<JobFailedException>(() => ClusterCase.TrainAsync(session, hard.Run(ClusterCase.Plan, 2, "late"), options));
        Assert.Contains("needs 2 slots that are free at the same time; the cluster has 2 in all", failure.Message, StringComparison.Ordinal);
        Assert.False(holding.IsCompleted);
        await holder.InterruptAllAsync(token);
        await Assert.ThrowsAnyAsync<Millrace.Spark.SparkException>(() => holding);
    }
}
