using Millrace.Spark.Worker;
using Millrace.Spark.Worker.Wire;

namespace Millrace.Spark.Tests.Worker;

/// <summary>A worker serves only its executor.</summary>
public class HandshakeTests
{
    [Theory]
    [InlineData("wrong secret")]
    [InlineData("")]
    [InlineData("the secre")]
    [InlineData("the secret and more")]
    public async Task A_wrong_secret_is_refused_and_nothing_after_it_is_read(string shown)
    {
        await using WorkerPeer peer = await WorkerPeer.ConnectAsync("the secret", daemon: true, new WorkerOptions());
        var writer = new WireWriter(peer.Stream);
        var reader = new WireReader(peer.Stream, 1024);
        Assert.Equal(Environment.ProcessId, reader.ReadInt32());
        writer.WriteUtf(shown);
        Assert.Equal("err", reader.ReadUtf());
        Assert.Null(reader.ReadInt32OrEnd());
        await peer.Served.WaitAsync(TimeSpan.FromSeconds(20), TestContext.Current.CancellationToken);
    }

    [Fact]
    public async Task A_secret_of_a_false_length_is_refused_before_it_is_believed()
    {
        await using WorkerPeer peer = await WorkerPeer.ConnectAsync("the secret", daemon: true, new WorkerOptions());
        new WireWriter(peer.Stream).WriteInt32(int.MaxValue);
        var reader = new WireReader(peer.Stream, 1 << 16);
        Assert.Equal(Environment.ProcessId, reader.ReadInt32());
        Assert.Equal(SpecialLength.ExceptionThrown, reader.ReadInt32());
        Assert.Equal(ExecutorFailureKind.Protocol, ExecutorFailure.Find(reader.ReadUtf())?.Kind);
        Assert.Null(reader.ReadInt32OrEnd());
    }

    [Fact]
    public async Task Who_shows_no_secret_is_let_go_after_the_limit()
    {
        await using WorkerPeer peer = await WorkerPeer.ConnectAsync("the secret", daemon: true, new WorkerOptions { HandshakeLimit = TimeSpan.FromMilliseconds(200) });
        await peer.Served.WaitAsync(TimeSpan.FromSeconds(20), TestContext.Current.CancellationToken);
    }

    [Fact]
    public async Task A_malformed_header_ends_its_connection_with_a_sentence()
    {
        await using WorkerPeer peer = await WorkerPeer.ConnectAsync("s", daemon: true, new WorkerOptions());
        var writer = new WireWriter(peer.Stream);
        var reader = new WireReader(peer.Stream, 1 << 16);
        _ = reader.ReadInt32();
        writer.WriteUtf("s");
        Assert.Equal("ok", reader.ReadUtf());
        writer.WriteInt32(SpecialLength.StartOfInitMessage);
        writer.WriteInt32(-5);
        WorkerAnswer answer = WorkerAnswer.Read(peer.Stream, wrapped: true);
        Assert.Equal(ExecutorFailureKind.Protocol, answer.Failure?.Kind);
        Assert.Contains("-5", answer.Failure!.Message, StringComparison.Ordinal);
    }
}
