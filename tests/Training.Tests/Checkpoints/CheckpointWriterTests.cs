using Millrace.Training.Checkpoints;
using Millrace.Training.Networks;

namespace Millrace.Training.Tests.Checkpoints;

public sealed class CheckpointWriterTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("writer").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void Whatever_stops_a_write_is_thrown_where_it_is_waited_for()
    {
        // On a thread of its own: an exception that it does not catch would end this process.
        var plan = TrainingCase.Plan;
        var layout = Network.Build(plan.Network, plan.Input, plan.Targets).Layout;
        var state = new TrainingState
        {
            Parameters = new float[layout.Count],
            First = [],
            Second = [],
            Averages = [],
            Best = new float[layout.Count],
            Progress = new StateProgress(),
        };
        using var writer = new CheckpointWriter(
            new CheckpointStore(_folder, new CheckpointIdentity(plan.Hash, layout, "rows")), state, new TrainingOptions { Time = new BrokenClock() });
        writer.Begin(state);
        var failure = Assert.Throws<IOException>(writer.Wait);
        Assert.Contains("the clock is broken", failure.Message, StringComparison.Ordinal);
        Assert.IsType<OverflowException>(failure.InnerException);
        Assert.Throws<IOException>(() => writer.Begin(state));
    }

    private sealed class BrokenClock : TimeProvider
    {
        public override long GetTimestamp() => throw new OverflowException("the clock is broken");
    }
}
