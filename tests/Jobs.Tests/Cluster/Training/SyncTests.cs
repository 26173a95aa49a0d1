using Millrace.Jobs.Cluster.Training;
using Millrace.Training;
using Millrace.Training.Local;

namespace Millrace.Jobs.Tests.Cluster.Training;

/// <summary>Training over the executors of a real Spark gives the bytes of training in this process.</summary>
public sealed class SyncTests(TrainingSpark spark)
{
    private static readonly ClusterTrainingOptions Options = new() { SegmentSteps = 150, ProgressInterval = TimeSpan.Zero };

    [Fact]
    public async Task Any_number_of_ranks_on_local_Spark_gives_the_bytes_of_one_rank_here()
    {
        using var hard = await ClusterCase.MakeAsync();
        var here = await hard.EmbeddedAsync(ClusterCase.Plan);
        ClusterCase.AssertTheCaseIsHard(here);
        await using var session = await spark.SessionAsync("local[2,4]");
        foreach (var ranks in new[] { 1, 2, 4 })
        {
            var seen = new List<TrainingProgress>();
            var options = Options with { Tls = ranks == 4, SegmentSteps = ranks == 2 ? 0 : 150, StateBytesThroughDriver = ranks == 1 ? 0 : 1 << 20, Listens = ranks != 4 };
            var (there, way) = await ClusterCase.FollowAsync(session, hard.Run(ClusterCase.Plan, ranks, $"n{ranks}"), options, seen);
            ClusterCase.AssertSame(here, there);
            Assert.Equal(ranks == 4 ? ReportWay.File : ReportWay.Direct, way);
            Assert.NotEmpty(seen);
            Assert.Empty(there.Notes);
        }
    }

    /// <summary>40 steps a segment: the first ends in the second epoch of 24 steps, the last with the fourth.</summary>
    [Fact]
    public async Task Executors_that_reach_neither_driver_nor_work_folder_are_heard_of_once_a_segment()
    {
        using var hard = await ClusterCase.MakeAsync();
        var plan = ClusterCase.Plan with { MaxEpochs = 4 };
        await using var session = await spark.SessionAsync("local[2,4]");
        var run = hard.Run(plan, 2, "unheard");

        // A folder that only this process has: no other has a thread of that number.
        Directory.CreateDirectory(run.WorkFolder);
        File.CreateSymbolicLink(Path.Combine(run.WorkFolder, "progress"), $"/proc/self/task/{Environment.ProcessId}/cwd");
        var seen = new List<TrainingProgress>();

        var (there, way) = await ClusterCase.FollowAsync(session, run, Options with { Listens = false, SegmentSteps = 40 }, seen);

        Assert.Equal(ReportWay.Segment, way);
        Assert.Equal([(2, 16L), (4, 8L), (4, 24L)], seen.Select(report => (report.Epoch, report.Step)));
        Assert.All(seen, report => Assert.Equal((24L, 4), (report.StepsPerEpoch, report.MaxEpochs)));
        Assert.All(seen, report => Assert.True(report.RowsPerSecond > 0 && report.Rate > 0));
        Assert.Equal([0, 2, 3], seen.Select(report => there.History.Select(epoch => epoch.Validation[plan.EarlyStopping!.Metric]).ToList().IndexOf(report.Validation!.Value)));
        Assert.Equal(there.History[3].TrainLoss, seen[2].TrainLoss);
        Assert.InRange(seen[0].TrainLoss, 0.5 * there.History[1].TrainLoss, 2 * there.History[1].TrainLoss);
        ClusterCase.AssertSame(await hard.EmbeddedAsync(plan), there);
    }

    [Theory(Explicit = true)]
    [Trait("Category", "Long")]
    [InlineData("4.1.4", "local-cluster[2,1,1024]")]
    [InlineData("4.3.0", "local[2,4]")]
    [InlineData("4.3.0", "local-cluster[2,1,1024]")]
    public async Task Every_version_and_kind_of_Spark_gives_the_same_bytes(string version, string master)
    {
        using var hard = await ClusterCase.MakeAsync();
        await using var session = await spark.SessionAsync(master, version);
        var sync = await hard.EmbeddedAsync(ClusterCase.Plan);
        foreach (var ranks in new[] { 1, 2, 4 })
        {
            ClusterCase.AssertSame(sync, await ClusterCase.TrainAsync(session, hard.Run(ClusterCase.Plan, ranks, $"n{ranks}"), Options));
        }

        var plan = ClusterCase.Plan with { Local = new LocalTraining { Replicas = 4, StepsPerRound = 16 }, MaxEpochs = 5 };
        ClusterCase.AssertSame(await hard.EmbeddedAsync(plan), await ClusterCase.TrainAsync(session, hard.Run(plan, 1, "local"), Options with { RoundTasks = 2 }));
    }
}
