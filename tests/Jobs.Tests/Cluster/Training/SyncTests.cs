using Millrace.Jobs.Cluster.Training;
using Millrace.Training;

namespace Millrace.Jobs.Tests.Cluster.Training;

/// <summary>Training over the executors of a real Spark gives the bytes of training in this process.</summary>
public sealed class SyncTests(TrainingSpark spark)
{
    private static readonly ClusterTrainingOptions Options = new() { SegmentSteps = 90, ProgressInterval = TimeSpan.Zero };

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(4)]
    public async Task Any_number_of_ranks_on_local_Spark_gives_the_bytes_of_one_rank_here(int ranks)
    {
        using var hard = ClusterCase.Make();
        var here = await hard.EmbeddedAsync(ClusterCase.Plan);
        ClusterCase.AssertTheCaseIsHard(here);
        await using var session = await spark.SessionAsync("local[2,4]");
        var seen = new List<TrainingProgress>();
        var there = await ClusterCase.TrainAsync(session, hard.Run(ClusterCase.Plan, ranks, $"n{ranks}"), Options with { Tls = ranks == 4 }, seen);
        ClusterCase.AssertSame(here, there);
        Assert.NotEmpty(seen);
        Assert.Empty(there.Notes);
    }
}
