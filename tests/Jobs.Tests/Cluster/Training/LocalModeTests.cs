using Millrace.Jobs.Cluster.Training;
using Millrace.Training;
using Millrace.Training.Local;

namespace Millrace.Jobs.Tests.Cluster.Training;

/// <summary>Rounds of replicas: the same bytes here and in executors, for any number of tasks.</summary>
public sealed class LocalModeTests(TrainingSpark spark)
{
    private static readonly ClusterTrainingOptions Options = new();

    [Fact]
    public async Task Rounds_give_the_same_bytes_here_and_in_any_number_of_tasks()
    {
        using var hard = await ClusterCase.MakeAsync();
        var plan = ClusterCase.Plan with { Local = new LocalTraining { Replicas = 4, StepsPerRound = 16 }, MaxEpochs = 5 };
        var here = await hard.EmbeddedAsync(plan, ranks: 2);
        await using var session = await spark.SessionAsync("local[2,4]");
        foreach (var tasks in new[] { 1, 2, 4 })
        {
            var (there, way) = await ClusterCase.FollowAsync(session, hard.Run(plan, 1, $"tasks{tasks}"), Options with { RoundTasks = tasks }, []);
            ClusterCase.AssertSame(here, there);
            Assert.Equal(ReportWay.Round, way);
        }
    }

    [Fact]
    public async Task Lanes_on_the_local_disk_go_with_the_run()
    {
        using var hard = await ClusterCase.MakeAsync();
        var plan = ClusterCase.Plan with { Local = new LocalTraining { Replicas = 4, StepsPerRound = 16 }, MaxEpochs = 1, EarlyStopping = null };
        await using var session = await spark.SessionAsync("local[2,4]");
        var run = hard.Run(plan, 1, "spool" + Guid.NewGuid().ToString("N"));
        var during = 0;
        var trainer = new ClusterTrainer(session, Options, TimeProvider.System);
        await trainer.RunAsync(run, new Each(() => during = Math.Max(during, Lanes(run.Key).Length)), TestContext.Current.CancellationToken);
        Assert.InRange(during, 8, 16);
        Assert.Empty(Lanes(run.Key));
    }

    // A Spark of one process keeps its blocks, and workers their lanes beside them, in the temporary folder.
    private static string[] Lanes(string run) =>
    [
        .. Directory.EnumerateDirectories(Path.GetTempPath(), "blockmgr-*").Select(blocks => Path.Combine(blocks, "millrace-lanes"))
            .Append(Path.Combine(Path.GetTempPath(), "millrace-lanes")).Where(Directory.Exists).SelectMany(folder => Directory.GetFiles(folder, run + "-*")),
    ];

    private sealed class Each(Action told) : IProgress<TrainingProgress>
    {
        public void Report(TrainingProgress value) => told();
    }
}
