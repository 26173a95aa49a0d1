using Millrace.Jobs.Cluster.Training;
using Millrace.Jobs.WorkerApp;
using Millrace.Training;
using Millrace.Training.Local;

namespace Millrace.Jobs.Tests.Cluster.Training;

/// <summary>Faults in the middle of training: each fired, and the bytes are those of a training without it.</summary>
public sealed class FaultTests(TrainingSpark spark)
{
    private const string TwoExecutors = "local-cluster[2,1,1024]";

    private static readonly ClusterTrainingOptions Options = new()
    {
        SegmentSteps = 100,
        RestartDelay = TimeSpan.FromMilliseconds(200),
        PeerTimeout = TimeSpan.FromSeconds(5),
        StepDeadline = TimeSpan.FromSeconds(8),
    };

    [Fact]
    public Task An_executor_that_is_killed_in_a_segment_changes_nothing() => FailsInASegmentAsync(FaultKind.KillExecutor, 0, restarts: true);

    [Theory(Explicit = true)]
    [Trait("Category", "Long")]
    [InlineData(FaultKind.KillWorker, 0, true)]
    [InlineData(FaultKind.Garbage, 0, true)]
    [InlineData(FaultKind.Stall, 20, true)]
    [InlineData(FaultKind.Slow, 0.02, false)]
    public Task A_task_that_fails_in_a_segment_changes_nothing(FaultKind kind, double seconds, bool restarts) => FailsInASegmentAsync(kind, seconds, restarts);

    [Theory(Explicit = true)]
    [Trait("Category", "Long")]
    [InlineData(FaultKind.KillExecutor)]
    [InlineData(FaultKind.KillWorker)]
    public async Task A_task_that_dies_in_a_round_changes_nothing(FaultKind kind)
    {
        using var hard = await ClusterCase.MakeAsync();
        var plan = ClusterCase.Plan with { Local = new LocalTraining { Replicas = 4, StepsPerRound = 16 }, MaxEpochs = 4 };
        var here = await hard.EmbeddedAsync(plan);
        await using var session = await spark.SessionAsync(TwoExecutors);
        spark.ForgetFaults();
        new Fault(2, 40, kind).Order(spark.Faults);

        var there = await ClusterCase.TrainAsync(session, hard.Run(plan, 4, $"round{kind}"), Options);

        Assert.True(Fault.HasFired(spark.Faults));
        ClusterCase.AssertSame(here, there);
    }

    [Fact]
    public async Task A_worker_whose_memory_is_too_small_is_refused_before_anything_is_spent()
    {
        using var hard = await ClusterCase.MakeAsync();
        await using var session = await spark.SessionAsync(TwoExecutors, workerBytes: 64 << 20);
        foreach (var plan in new[] { ClusterCase.Plan, ClusterCase.Plan with { Local = new LocalTraining { Replicas = 4, StepsPerRound = 16 } } })
        {
            var name = $"small{plan.Local is null}";
            var failure = await Assert.ThrowsAsync<JobFailedException>(() => ClusterCase.TrainAsync(session, hard.Run(plan, 2, name), Options));
            Assert.Contains("needs more memory than the workers have", failure.Message, StringComparison.Ordinal);
            Assert.Matches(@"has \d+ MiB for [12] of the tasks and needs \d+ MiB", failure.Message);
            Assert.False(Directory.Exists(Path.Combine(hard.Folder, name, "checkpoints")) && Directory.EnumerateFiles(Path.Combine(hard.Folder, name, "checkpoints")).Any());
        }
    }

    [Fact(Explicit = true)]
    [Trait("Category", "Long")]
    public async Task A_worker_that_goes_over_its_memory_ends_the_run_by_name_and_the_next_run_goes_on()
    {
        using var hard = await ClusterCase.MakeAsync();
        var here = await hard.EmbeddedAsync(ClusterCase.Plan);
        await using var session = await spark.SessionAsync(TwoExecutors, workerBytes: 400 << 20);
        spark.ForgetFaults();
        new Fault(1, 150, FaultKind.EatMemory).Order(spark.Faults);

        var failure = await Assert.ThrowsAsync<TrainingException>(() => ClusterCase.TrainAsync(session, hard.Run(ClusterCase.Plan, 2, "eats"), Options));
        Assert.Contains("rank 1: its worker process may use 400 MiB (run.spark.worker_memory)", failure.Message, StringComparison.Ordinal);
        Assert.Contains("spark.executor.memoryOverhead", failure.Message, StringComparison.Ordinal);

        Assert.True(Fault.HasFired(spark.Faults));
        var there = await ClusterCase.TrainAsync(session, hard.Run(ClusterCase.Plan, 2, "eats"), Options);
        ClusterCase.AssertSame(here, there);
        Assert.Equal(100, there.ResumedFromStep);
    }

    /// <summary>Step 150 lies in the middle of the second segment.</summary>
    private async Task FailsInASegmentAsync(FaultKind kind, double seconds, bool restarts)
    {
        using var hard = await ClusterCase.MakeAsync();
        var here = await hard.EmbeddedAsync(ClusterCase.Plan);
        await using var session = await spark.SessionAsync(TwoExecutors);
        spark.ForgetFaults();
        new Fault(1, 150, kind, seconds).Order(spark.Faults);

        var there = await ClusterCase.TrainAsync(session, hard.Run(ClusterCase.Plan, 2, kind.ToString()), Options);

        Assert.True(Fault.HasFired(spark.Faults));
        ClusterCase.AssertSame(here, there);
        Assert.Equal(restarts, there.Notes.Any(note => note.StartsWith("a segment was started again", StringComparison.Ordinal)));
    }
}
