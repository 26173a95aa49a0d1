using System.Diagnostics;
using System.Security.Cryptography.X509Certificates;
using Millrace.Training.Collectives;

namespace Millrace.Training.Tests.Collectives;

/// <summary>A rank that lives, whose heartbeats come, and that does not come to the step's sum: after the step deadline every rank names it, not one that waits for it too.</summary>
[Collection(AloneCollection.Name)]
public class LateRankTests
{
    private const int Step = 5;
    private static readonly TimeSpan Deadline = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan Limit = Deadline + TimeSpan.FromSeconds(2);

    [Theory]
    [InlineData("tcp", "short sum", 3)]
    [InlineData("tcp", "long sum", 0)]
    [InlineData("tcp", "broadcast", 0)]
    [InlineData("tls", "long sum", 2)]
    [InlineData("memory", "short sum", 1)]
    public async Task A_late_rank_is_named_with_step_and_wait_on_every_rank_within_two_seconds_of_the_deadline(string links, string operation, int late)
    {
        using var certificate = links == "tls" ? RunCertificate.Create(TimeProvider.System.GetUtcNow()) : null;
        var ranks = links == "memory" ? Ring.Shared(4, Deadline) : await Ring.TcpAsync(4, options => Impatient(options, certificate));
        var (failures, took) = await RunAsync(ranks, late, rank => Work(operation)(rank));
        for (var rank = 0; rank < ranks.Length; rank++)
        {
            var failure = Assert.IsType<PeerException>(failures[rank]);
            Assert.Equal((rank, late, (long)Step, PeerFault.Late), (failure.Rank, failure.Peer, failure.Step, failure.Fault));
            Assert.InRange(failure.Waited, Deadline - TimeSpan.FromMilliseconds(50), Limit);
            Assert.InRange(took[rank], TimeSpan.Zero, rank == late ? TimeSpan.FromSeconds(2) : Limit);
        }

        CollectiveTests.Dispose(ranks);
    }

    [Fact]
    public async Task A_late_rank_of_another_process_is_named_in_what_its_process_says()
    {
        var between = await Ring.TcpAsync(2, static options => Impatient(options, null) with { StepDeadline = Deadline + TimeSpan.FromMilliseconds(500) });
        ICollective[] ranks = [.. between.SelectMany(static process => Members(new SharedMemoryGroup(2, Deadline, process)))];
        var (failures, took) = await RunAsync(ranks, late: 3, Work("short sum"));
        Assert.All(failures, static failure => Assert.Equal(Step, Assert.IsType<PeerException>(failure).Step));
        Assert.Equal((3, PeerFault.Late), (((PeerException)failures[2]!).Peer, ((PeerException)failures[2]!).Fault));
        Assert.All(failures[..2], static failure => Assert.Equal((2, PeerFault.GaveUp), (((PeerException)failure!).Peer, ((PeerException)failure).Fault)));
        Assert.All(failures, static failure => Assert.Contains("rank 3", failure!.Message, StringComparison.Ordinal));
        Assert.All(took, static time => Assert.InRange(time, TimeSpan.Zero, Limit));
        CollectiveTests.Dispose(between);

        static IEnumerable<ICollective> Members(SharedMemoryGroup group) => [group.Join(0), group.Join(1)];
    }

    private static LinkOptions Impatient(LinkOptions options, X509Certificate2? certificate) =>
        options with { PeerTimeout = TimeSpan.FromMilliseconds(600), StepDeadline = Deadline, Certificate = certificate };

    private static Action<ICollective> Work(string operation) => operation switch
    {
        "short sum" => static rank => rank.AllReduce(new double[100], Step),
        "long sum" => static rank => rank.AllReduce(new float[300_000], Step),
        _ => static rank => rank.Broadcast(new byte[100_000], Step),
    };

    /// <summary>All ranks come to five steps and then to the work, but for the late one, which comes when the others have given up.</summary>
    private static async Task<(Exception?[] Failures, TimeSpan[] Took)> RunAsync(ICollective[] ranks, int late, Action<ICollective> work)
    {
        var took = new TimeSpan[ranks.Length];
        using var others = new CountdownEvent(ranks.Length - 1);
        var failures = await Ring.RunAsync(ranks, rank =>
        {
            for (var step = 0; step < Step; step++)
            {
                rank.AllReduce(new float[50], step);
            }

            if (rank.Rank == late)
            {
                Assert.True(others.Wait(TimeSpan.FromSeconds(20)));
            }

            var start = Stopwatch.GetTimestamp();
            try
            {
                work(rank);

                // What the others had sent before they gave up may have been all that the late rank needed: then it learns at its next exchange.
                rank.AllReduce(new double[100], Step + 1);
            }
            catch (PeerException e)
            {
                rank.Abort(e.Message); // as a rank's thread does
                throw;
            }
            finally
            {
                took[rank.Rank] = Stopwatch.GetElapsedTime(start);
                if (rank.Rank != late)
                {
                    others.Signal();
                }
            }
        });
        return (failures, took);
    }
}
