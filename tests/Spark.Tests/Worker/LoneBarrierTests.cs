using Millrace.Spark.Worker;
using Millrace.Spark.Worker.Tasks;
using Millrace.Spark.Worker.Wire;

namespace Millrace.Spark.Tests.Worker;

/// <summary>Spark answers a barrier call after a second; a task that is alone in its stage does not wait for it.</summary>
public class LoneBarrierTests
{
    // Port 9 answers nobody: whoever asks fails.
    private static readonly BarrierEndpoint Nobody = new(9, null, "secret");

    [Fact]
    public async Task A_task_that_is_alone_hears_itself_without_asking_Spark()
    {
        var context = new BarrierContext(Nobody, ["host:1"], partitionId: 0, new WorkerOptions(), CancellationToken.None);
        Assert.Equal(["mine"], await context.AllGatherAsync("mine", TestContext.Current.CancellationToken));
        await context.BarrierAsync(TestContext.Current.CancellationToken);
    }

    [Fact]
    public async Task A_task_that_is_not_alone_asks()
    {
        var context = new BarrierContext(Nobody, ["host:1", "host:2"], partitionId: 0, new WorkerOptions(), CancellationToken.None);
        await Assert.ThrowsAsync<BarrierException>(() => context.AllGatherAsync("mine", TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task A_task_that_is_alone_and_was_ended_says_so()
    {
        using var ended = new CancellationTokenSource();
        await ended.CancelAsync();
        var context = new BarrierContext(Nobody, ["host:1"], partitionId: 0, new WorkerOptions(), ended.Token);
        await Assert.ThrowsAsync<BarrierException>(() => context.AllGatherAsync("mine", ended.Token));
    }
}
