using System.Runtime.InteropServices;
using Millrace.Training.Collectives;

namespace Millrace.Training.Tests.Collectives;

public class CollectiveTests
{
    public static TheoryData<string, int> Kinds => new()
    {
        { "shared", 1 }, { "shared", 2 }, { "shared", 4 }, { "shared", 8 }, { "shared", 16 },
        { "tcp", 1 }, { "tcp", 2 }, { "tcp", 4 }, { "tcp", 8 }, { "tls", 2 }, { "tls", 4 },
    };

    [Theory]
    [MemberData(nameof(Kinds))]
    public async Task Sums_are_those_of_the_balanced_tree_to_the_last_bit(string kind, int ranks)
    {
        var collectives = await Make(kind, ranks);
        foreach (var count in new[] { 1, 15, 1000, 2048, 2049, 100_003, 700_000 })
        {
            var inputs = Enumerable.Range(0, ranks).Select(r => Values(count, (r * 1000) + 7)).ToArray();
            var expected = Tree(inputs, 0, ranks);
            var results = inputs.Select(i => (float[])i.Clone()).ToArray();
            var doubles = inputs.Select(i => i.Select(v => v * 1.1).ToArray()).ToArray();
            var expectedDoubles = TreeOfDoubles(doubles, 0, ranks);
            Assert.All(
                await Ring.RunAsync(collectives, c =>
                {
                    c.AllReduce(results[c.Rank].AsSpan(), count);
                    c.AllReduce(doubles[c.Rank].AsSpan(), count);
                }),
                Assert.Null);
            Assert.All(results, r => Assert.True(MemoryMarshal.AsBytes<float>(r).SequenceEqual(MemoryMarshal.AsBytes<float>(expected))));
            Assert.All(doubles, r => Assert.True(MemoryMarshal.AsBytes<double>(r).SequenceEqual(MemoryMarshal.AsBytes<double>(expectedDoubles))));
        }

        Dispose(collectives);
    }

    [Fact]
    public void Another_tree_gives_other_bytes_so_that_the_test_can_fail()
    {
        var inputs = Enumerable.Range(0, 4).Select(r => Values(1000, (r * 1000) + 7)).ToArray();
        var halvingFromFar = Tree([inputs[0], inputs[2], inputs[1], inputs[3]], 0, 4);
        Assert.NotEqual(Tree(inputs, 0, 4), halvingFromFar);
    }

    [Theory]
    [InlineData("shared")]
    [InlineData("tcp")]
    public async Task Leaving_out_an_empty_rank_is_exact(string kind)
    {
        var collectives = await Make(kind, 2);
        var values = Values(5000, 3);
        var results = new[] { (float[])values.Clone(), new float[5000] };
        Assert.All(await Ring.RunAsync(collectives, c => c.AllReduce(results[c.Rank].AsSpan(), 0)), Assert.Null);
        Assert.Equal(values, results[1]);
        Dispose(collectives);
    }

    [Theory]
    [InlineData("shared")]
    [InlineData("tcp")]
    public async Task Ranks_at_different_steps_are_told_so_on_every_rank(string kind)
    {
        var collectives = await Make(kind, 4);
        var failures = await Ring.RunAsync(collectives, c => c.AllReduce(new float[10_000], c.Rank == 2 ? 8 : 7));
        Assert.All(failures, f => Assert.IsType<PeerException>(f));
        Assert.Contains(failures, f => ((PeerException)f!).Fault == PeerFault.Disagrees);
        Dispose(collectives);
    }

    [Theory]
    [InlineData("shared")]
    [InlineData("tcp")]
    public async Task A_rank_that_gives_up_frees_all_others_with_its_reason(string kind)
    {
        var collectives = await Make(kind, 4);
        var failures = await Ring.RunAsync(collectives, c =>
        {
            if (c.Rank == 3)
            {
                c.Abort("layer dense: infinite gradient");
            }
            else
            {
                c.AllReduce(new float[100_000], 5);
            }
        });
        for (var r = 0; r < 3; r++)
        {
            var failure = Assert.IsType<PeerException>(failures[r]);
            Assert.Equal((3, PeerFault.GaveUp), (failure.Peer, failure.Fault));
            Assert.Contains("infinite gradient", failure.Message, StringComparison.Ordinal);
        }

        Dispose(collectives);
    }

    [Fact]
    public async Task A_rank_thread_that_does_not_come_is_named_after_the_deadline()
    {
        var collectives = Ring.Shared(2, TimeSpan.FromMilliseconds(300));
        var failures = await Ring.RunAsync(collectives, c =>
        {
            if (c.Rank == 0)
            {
                c.AllReduce(new float[10], 3);
            }
        });
        var failure = Assert.IsType<PeerException>(failures[0]);
        Assert.Equal((1, 3L, PeerFault.Late), (failure.Peer, failure.Step, failure.Fault));
        Assert.InRange(failure.Waited.TotalSeconds, 0.25, 5);
    }

    [Theory]
    [InlineData("shared", 1)]
    [InlineData("shared", 4)]
    [InlineData("tcp", 2)]
    [InlineData("tcp", 8)]
    [InlineData("tls", 4)]
    public async Task All_ranks_get_the_bytes_of_rank_0(string kind, int ranks)
    {
        var collectives = await Make(kind, ranks);
        foreach (var count in new[] { 0, 1, 7, 8192, 700_001 })
        {
            var sent = new byte[count];
            new Random(count).NextBytes(sent);
            var got = Enumerable.Range(0, ranks).Select(r => r == 0 ? (byte[])sent.Clone() : new byte[count]).ToArray();
            var failures = await Ring.RunAsync(collectives, c => c.Broadcast(got[c.Rank], 5));
            Assert.All(failures, Assert.Null);
            Assert.All(got, g => Assert.True(g.AsSpan().SequenceEqual(sent)));
        }

        Dispose(collectives);
    }

    internal static async Task<ICollective[]> Make(string kind, int ranks)
    {
        using var certificate = kind == "tls" ? RunCertificate.Create(TimeProvider.System.GetUtcNow()) : null;
        var copy = certificate is null ? null : RunCertificate.Import(RunCertificate.Export(certificate));
        return kind == "shared" ? Ring.Shared(ranks) : await Ring.TcpAsync(ranks, o => o with { Certificate = copy, PeerTimeout = TimeSpan.FromSeconds(10) });
    }

    internal static void Dispose(ICollective[] collectives)
    {
        foreach (var collective in collectives)
        {
            collective.Dispose();
        }
    }

    internal static float[] Values(int count, int seed)
    {
        var random = new Random(seed);
        return [.. Enumerable.Range(0, count).Select(_ => (float)((random.NextDouble() - 0.5) * Math.Pow(10, random.Next(-6, 6))))];
    }

    private static float[] Tree(float[][] inputs, int first, int ranks)
    {
        if (ranks == 1)
        {
            return inputs[first];
        }

        var (a, b) = (Tree(inputs, first, ranks / 2), Tree(inputs, first + (ranks / 2), ranks / 2));
        return [.. a.Zip(b, (x, y) => x + y)];
    }

    private static double[] TreeOfDoubles(double[][] inputs, int first, int ranks)
    {
        if (ranks == 1)
        {
            return inputs[first];
        }

        var (a, b) = (TreeOfDoubles(inputs, first, ranks / 2), TreeOfDoubles(inputs, first + (ranks / 2), ranks / 2));
        return [.. a.Zip(b, (x, y) => x + y)];
    }
}
