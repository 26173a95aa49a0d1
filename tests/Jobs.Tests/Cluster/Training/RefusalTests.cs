using Millrace.Jobs.Cluster.Training;
using Millrace.Jobs.Tests.Stages;
using Millrace.Training.Checkpoints;
using Millrace.Training.Local;

namespace Millrace.Jobs.Tests.Cluster.Training;

/// <summary>What cannot work is refused before it starts, with what is needed and what there is.</summary>
public sealed class RefusalTests(TrainingSpark spark)
{
    private const string Dynamic = "spark.dynamicAllocation.enabled=true";
    private static readonly LocalTraining Rounds = new() { Replicas = 4, StepsPerRound = 16 };

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
    public async Task A_checkpoint_of_another_job_is_refused_by_rounds_too()
    {
        using var hard = await ClusterCase.MakeAsync();
        await using var session = await spark.SessionAsync("local[2,4]");
        var run = hard.Run(ClusterCase.Plan with { MaxEpochs = 1, EarlyStopping = null, Local = Rounds }, 1, "rounds");
        await ClusterCase.TrainAsync(session, run, new ClusterTrainingOptions());
        var other = run with { Plan = run.Plan with { Seed = 99 } };
        var failure = await Assert.ThrowsAsync<CheckpointException>(() => ClusterCase.TrainAsync(session, other, new ClusterTrainingOptions()));
        Assert.Contains($"belongs to another plan ({run.Plan.Hash[..12]}, this one is {other.Plan.Hash[..12]})", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_memory_overhead_too_small_for_the_planned_network_is_refused_with_both_sizes()
    {
        using var hard = await ClusterCase.MakeAsync();
        await using var session = await spark.SessionAsync("local-cluster[2,1,1024]", setting: "spark.executor.memoryOverhead=32m");
        foreach (var plan in new[] { ClusterCase.Plan, ClusterCase.Plan with { Local = Rounds } })
        {
            var failure = await Assert.ThrowsAsync<JobFailedException>(
                () => ClusterCase.TrainAsync(session, hard.Run(plan, 2, $"overhead{plan.Local is null}"), new ClusterTrainingOptions()));
            Assert.Matches(@"needs \d+ MiB beside the heap of an executor, and there are 32 MiB \(spark.executor.memoryOverhead is 32m\)", failure.Message);
            Assert.Matches(@"Set spark.executor.memoryOverhead to at least \d+m", failure.Message);
        }
    }

    [Theory]
    [InlineData("512", "", "", "spark://host:7077", 512L)]
    [InlineData("2g", "", "", "local[2]", 2048L)]
    [InlineData("", "", "4g", "k8s://https://host", 409L)]
    [InlineData("", "0.4", "4g", "yarn", 1638L)]
    [InlineData("", "", "", "yarn", 384L)]
    [InlineData("", "", "4g", "spark://host:7077", null)]
    [InlineData("much", "", "", "local[2]", null)]
    public void What_a_container_leaves_beside_the_heap_is_read_as_Spark_reads_it(string overhead, string factor, string heap, string master, long? mebibytes) => Assert.Equal(
        mebibytes,
        MemoryOverhead.Of(new Dictionary<string, string>
        {
            ["spark.executor.memoryOverhead"] = overhead,
            ["spark.executor.memoryOverheadFactor"] = factor,
            ["spark.executor.memory"] = heap,
            ["spark.master"] = master,
        })?.Bytes >> 20);

    [Theory]
    [InlineData(300, 0, 300)]
    [InlineData(300, 10, 300)]
    [InlineData(300, 40, 800)]
    [InlineData(300, 400, 3600)]
    [InlineData(7200, 400, 7200)]
    public void A_segment_is_twenty_times_as_long_as_its_start(int leastSeconds, int startSeconds, int seconds) => Assert.Equal(
        TimeSpan.FromSeconds(seconds), SegmentLength.Of(TimeSpan.FromSeconds(leastSeconds), TimeSpan.FromSeconds(startSeconds)));

    [Fact]
    public async Task A_job_in_sync_is_refused_before_a_row_is_read_where_executors_come_and_go()
    {
        using var sandbox = new JobSandbox().WithTrips();
        Assert.Equal(1, await sandbox.RunAsync("early", "--spark", (await spark.ServerAsync("local[2,4]", setting: Dynamic)).Url));
        Assert.Contains("training.mode: local", sandbox.Error, StringComparison.Ordinal);
        Assert.Empty(Directory.GetFiles(sandbox.Folder.At("early"), "rows*", SearchOption.AllDirectories));
    }

    [Fact]
    public async Task Executors_that_come_and_go_are_answered_with_the_mode_that_allows_them()
    {
        using var hard = await ClusterCase.MakeAsync();
        await using var session = await spark.SessionAsync("local[2,4]", setting: Dynamic);
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
