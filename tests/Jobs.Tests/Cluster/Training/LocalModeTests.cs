using Millrace.Jobs.Cluster.Training;
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
}
