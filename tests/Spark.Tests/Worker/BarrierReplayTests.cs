using System.Net;
using System.Net.Sockets;
using Millrace.Spark.Worker;
using Millrace.Spark.Worker.Tasks;
using Millrace.Spark.Worker.Wire;

namespace Millrace.Spark.Tests.Worker;

/// <summary>Recorded barrier calls: the same bytes are asked, and Spark's answer is understood.</summary>
public class BarrierReplayTests
{
    [Theory]
    [InlineData("4.0.5")]
    [InlineData("4.1.4")]
    [InlineData("4.2.1")]
    [InlineData("4.3.0")]
    public async Task Recorded_barrier_calls_are_asked_and_answered_byte_for_byte(string version)
    {
        Assert.SkipWhen(Recording.Folder is null, "There are no recordings: put the folder shared/ beside the checkout to run this test.");
        string[] calls = [.. new[] { "c", "c3" }.SelectMany(recorded => Directory.EnumerateFiles(Path.Combine(Recording.Folder!, version, recorded), "*.w2j.bin"))];
        int errors = 0;
        foreach (string call in calls)
        {
            byte[] asked = await File.ReadAllBytesAsync(call, TestContext.Current.CancellationToken);
            byte[] answer = await File.ReadAllBytesAsync(call.Replace(".w2j.", ".j2w.", StringComparison.Ordinal), TestContext.Current.CancellationToken);
            errors += await ReplayAsync(asked, answer) ? 0 : 1;
        }

        Assert.True(calls.Length >= 6 && errors >= 1, $"{calls.Length} calls, {errors} errors");
    }

    private static async Task<bool> ReplayAsync(byte[] asked, byte[] answer)
    {
        var recorded = new WireReader(new MemoryStream(asked), 1 << 20);
        string secret = recorded.ReadUtf();
        string? message = recorded.ReadInt32() == 2 ? recorded.ReadUtf() : null;
        using var listener = new Socket(SocketType.Stream, ProtocolType.Tcp);
        listener.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        listener.Listen();
        Task serving = ServeAsync(listener, asked, answer);
        var context = new BarrierContext(
            new BarrierEndpoint(((IPEndPoint)listener.LocalEndPoint!).Port, null, secret), [], partitionId: 0, new WorkerOptions(), CancellationToken.None);
        bool understood = true;
        try
        {
            if (message is null)
            {
                await context.BarrierAsync(TestContext.Current.CancellationToken);
            }
            else
            {
                Assert.Contains(message, await context.AllGatherAsync(message, TestContext.Current.CancellationToken));
            }
        }
        catch (BarrierException failure)
        {
            Assert.Contains("sync", failure.Message, StringComparison.OrdinalIgnoreCase);
            understood = false;
        }

        await serving;
        return understood;
    }

    private static async Task ServeAsync(Socket listener, byte[] asked, byte[] answer)
    {
        using Socket socket = await listener.AcceptAsync(TestContext.Current.CancellationToken);
        await using var stream = new NetworkStream(socket);
        var got = new byte[asked.Length];
        int secretBytes = 4 + new WireReader(new MemoryStream(asked), 1 << 20).ReadUtf().Length;
        await stream.ReadExactlyAsync(got.AsMemory(0, secretBytes));
        await stream.WriteAsync(answer.AsMemory(0, 6));
        await stream.ReadExactlyAsync(got.AsMemory(secretBytes));
        Assert.Equal(asked, got);
        await stream.WriteAsync(answer.AsMemory(6));
    }
}
