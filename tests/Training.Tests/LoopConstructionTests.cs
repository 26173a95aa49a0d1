using Microsoft.Extensions.Logging;
using Millrace.Training.Lanes;
using Millrace.Training.Networks;
using Millrace.Training.Tests.Collectives;

namespace Millrace.Training.Tests;

public class LoopConstructionTests
{
    [Fact]
    public async Task A_loop_that_cannot_be_made_leaves_no_thread_behind()
    {
        using var hard = await TrainingCase.MakeAsync();
        var plan = TrainingCase.Plan;
        var (train, validation) = (new WatchedLanes(hard.Train), new WatchedLanes(hard.Validation));
        var collectives = Ring.Shared(1);
        var context = new RankContext
        {
            Plan = plan,
            Network = Network.Build(plan.Network, plan.Input, plan.Targets),
            Collective = collectives[0],
            Train = train,
            Validation = validation,
            Options = new TrainingOptions { Logger = new FailingLog([train, validation]) },
            Progress = null,
        };
        Assert.Throws<NotSupportedException>(() => new TrainingLoop(context));

        // The threads were there, and each waits for its full ring to be emptied: only whoever began them can end them.
        Assert.False(train.Feed!.IsAlive);
        Assert.False(validation.Feed!.IsAlive);
        CollectiveTests.Dispose(collectives);
    }

    /// <summary>Fails once both feeds have read a block: the last thing that is done when a loop is made.</summary>
    private sealed class FailingLog(WatchedLanes[] lanes) : ILogger
    {
        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => true;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
        {
            Assert.All(lanes, static each => Assert.True(each.Begun.Wait(TimeSpan.FromSeconds(60))));
            throw new NotSupportedException("no log");
        }
    }

    /// <summary>Lanes that note which feed thread reads them.</summary>
    private sealed class WatchedLanes(ILaneSource lanes) : ILaneSource
    {
        public ManualResetEventSlim Begun { get; } = new();

        public Thread? Feed { get; private set; }

        public RowLayout Layout => lanes.Layout;

        public int Lanes => lanes.Lanes;

        public LaneRange Owned => lanes.Owned;

        public long Rows(int lane) => lanes.Rows(lane);

        public byte[]? ResidentBlock(int lane, int block) => null;

        public int ReadBlock(int lane, int block, byte[] destination)
        {
            if (Thread.CurrentThread.Name?.StartsWith("feed ", StringComparison.Ordinal) == true)
            {
                Feed = Thread.CurrentThread;
                Begun.Set();
            }

            return lanes.ReadBlock(lane, block, destination);
        }
    }
}
