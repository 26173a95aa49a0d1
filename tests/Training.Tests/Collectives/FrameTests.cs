using System.Net;
using System.Net.Sockets;
using Millrace.Training.Collectives;

namespace Millrace.Training.Tests.Collectives;

/// <summary>Frames that a proven peer sends, and that do not belong: told what is wrong, and by whom.</summary>
[Collection(AloneCollection.Name)]
public sealed class FrameTests
{
    private const long Step = 7;
    private const int Bytes = 4096;

    private static FrameHeader Due => new()
    {
        Kind = FrameKind.Data,
        Run = Ring.Options(0, 2).Run,
        Sender = 1,
        Step = Step,
        Sequence = 1,
        Length = Bytes,
        Checksum = Checksum(new byte[Bytes]),
    };

    [Fact]
    public void The_frame_that_is_due_is_taken() => Assert.Null(Receive(Due));

    [Theory]
    [InlineData("run", PeerFault.Disagrees)]
    [InlineData("start", PeerFault.Disagrees)]
    [InlineData("sender", PeerFault.Disagrees)]
    [InlineData("step", PeerFault.Disagrees)]
    [InlineData("exchange", PeerFault.Disagrees)]
    [InlineData("offset", PeerFault.Disagrees)]
    [InlineData("too long", PeerFault.Disagrees)]
    [InlineData("longer than 32 bits", PeerFault.Disagrees)]
    [InlineData("empty", PeerFault.Disagrees)]
    [InlineData("checksum", PeerFault.Corrupt)]
    [InlineData("heartbeat with a payload", PeerFault.Corrupt)]
    [InlineData("notice of impossible length", PeerFault.Corrupt)]
    public void A_frame_that_does_not_belong_is_refused(string what, PeerFault expected)
    {
        var wrong = what switch
        {
            "run" => Due with { Run = 1 },
            "start" => Due with { Generation = 1 },
            "sender" => Due with { Sender = 0 },
            "step" => Due with { Step = Step + 1 },
            "exchange" => Due with { Sequence = 2 },
            "offset" => Due with { Offset = 64 },
            "too long" => Due with { Length = Bytes + 64 },
            "longer than 32 bits" => Due with { Length = (1L << 32) + Bytes },
            "empty" => Due with { Length = 0 },
            "checksum" => Due with { Checksum = 1 },
            "heartbeat with a payload" => Due with { Kind = FrameKind.Heartbeat },
            _ => Due with { Kind = FrameKind.Abort },
        };
        var failure = Receive(wrong);
        Assert.Equal((0, 1, Step, expected), (failure?.Rank, failure?.Peer, failure?.Step, failure?.Fault));
        Assert.InRange(failure!.Waited, TimeSpan.Zero, TimeSpan.FromSeconds(2));
    }

    /// <summary>What a link makes of a frame with a payload of zeros, in an exchange that expects 4,096 bytes.</summary>
    private static unsafe PeerException? Receive(FrameHeader header)
    {
        using var listener = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        listener.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        listener.Listen();
        using var peer = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        peer.Connect(listener.LocalEndPoint!);
        using var link = new SocketLink(Ring.Options(0, 2), 1, listener.Accept());
        var frame = new byte[FrameHeader.Bytes + Bytes];
        header.Write(frame);
        peer.Send(frame);
        var got = new byte[Bytes];
        fixed (byte* first = got)
        {
            var sink = new CopySink(first);
            try
            {
                link.Exchange(new ExchangePart(first, 0, Bytes, Step, 0), ref sink, () => { });
                return null;
            }
            catch (PeerException e)
            {
                return e;
            }
        }
    }

    private static unsafe ulong Checksum(byte[] bytes)
    {
        fixed (byte* first = bytes)
        {
            return ChunkChecksum.Of(first, bytes.Length);
        }
    }
}
