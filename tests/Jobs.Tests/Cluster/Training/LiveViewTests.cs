using Millrace.Jobs.Cluster.Training;
using Millrace.Training;

namespace Millrace.Jobs.Tests.Cluster.Training;

/// <summary>The live view of a training on a cluster: it shows every number, and whatever happens to it never reaches the run.</summary>
public sealed class LiveViewTests : IDisposable
{
    private static readonly byte[] Secret = [.. Enumerable.Range(1, 32).Select(i => (byte)i)];
    private static readonly MeetingSettings Meeting = new()
    {
        Secret = Convert.ToBase64String(Secret),
        Generation = 1,
        Ports = default,
        PeerTimeout = TimeSpan.FromSeconds(5),
        StepDeadline = TimeSpan.FromSeconds(5),
        ConnectDeadline = TimeSpan.FromSeconds(5),
    };

    private static readonly TrainingProgress Strange = new()
    {
        Epoch = 1,
        MaxEpochs = 2,
        Step = 3,
        StepsPerEpoch = 4,
        TrainLoss = double.NaN,
        Validation = double.NegativeInfinity,
        Rate = 0.5,
        RowsPerSecond = double.PositiveInfinity,
        DataShare = 0,
        CommunicationShare = 0,
    };

    private readonly string _folder = Directory.CreateTempSubdirectory("live-view-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Numbers_that_are_not_finite_are_shown(bool pushed)
    {
        var seen = new TaskCompletionSource<TrainingProgress>();
        await using var receiver = ProgressReceiver.Open(Secret, new Told(seen.SetResult));
        var file = Path.Combine(_folder, "reports.jsonl");
        if (!pushed)
        {
            receiver.Follow(file);
        }

        await using (var sender = ProgressSender.Open(pushed ? new ProgressTarget { Push = receiver.Addresses[^1] } : new ProgressTarget { File = file }, Meeting))
        {
            sender!.Report(Strange);
        }

        Assert.Equal(Strange, await seen.Task.WaitAsync(TimeSpan.FromSeconds(20), TestContext.Current.CancellationToken));
    }

    [Theory]
    [InlineData("no address", null)]
    [InlineData(null, "")]
    [InlineData(null, "missing/reports.jsonl")]
    public async Task A_target_that_is_none_does_not_reach_the_segment(string? push, string? file)
    {
        var sender = ProgressSender.Open(new ProgressTarget { Push = push, File = file is null ? null : Path.Combine(_folder, file) }, Meeting);
        sender!.Report(Strange);
        await sender.DisposeAsync();
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_display_that_fails_does_not_reach_the_run(bool pushed)
    {
        var seen = new TaskCompletionSource();
        var receiver = ProgressReceiver.Open(Secret, new Told(_ =>
        {
            seen.TrySetResult();
            throw new InvalidOperationException("the display is gone");
        }));
        var file = Path.Combine(_folder, "reports.jsonl");
        receiver.Follow(file);
        await using (var sender = ProgressSender.Open(pushed ? new ProgressTarget { Push = receiver.Addresses[^1] } : new ProgressTarget { File = file }, Meeting))
        {
            sender!.Report(Strange with { TrainLoss = 1, Validation = null, RowsPerSecond = 1 });
        }

        await seen.Task.WaitAsync(TimeSpan.FromSeconds(20), TestContext.Current.CancellationToken);
        await receiver.DisposeAsync();
    }

    [Fact]
    public async Task What_lies_where_reports_go_and_cannot_be_removed_does_not_reach_the_run()
    {
        await using var receiver = ProgressReceiver.Open(Secret, new Told(_ => { }));
        receiver.Follow(_folder);
        Assert.True(Directory.Exists(_folder));
    }

    private sealed class Told(Action<TrainingProgress> tell) : IProgress<TrainingProgress>
    {
        public void Report(TrainingProgress value) => tell(value);
    }
}
