using System.Net;
using System.Net.Sockets;
using Millrace.Spark.Worker;
using Millrace.Spark.Worker.Wire;

namespace Millrace.Benchmarks.Clusters;

/// <summary>
/// The least that a worker can do: the handshake, the header, and the Arrow bytes back as they came. What our worker is measured against; it checks no secret
/// and ends with stdin.
/// </summary>
internal static class EchoWorker
{
    /// <summary>The first argument that starts it.</summary>
    public const string Command = "echo-worker";

    private const int BufferBytes = 256 << 10;

    /// <summary>Serves until stdin ends.</summary>
    public static async Task RunAsync(Stream standardInput, Stream standardOutput)
    {
        using var listener = new Socket(SocketType.Stream, ProtocolType.Tcp);
        listener.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        listener.Listen();
        var announcing = new WireWriter(standardOutput);
        announcing.WriteInt32(((IPEndPoint)listener.LocalEndPoint!).Port);
        announcing.Flush();
        var accepting = AcceptAsync(listener);
        var buffer = new byte[16];
        while (await standardInput.ReadAsync(buffer) > 0)
        {
        }

        listener.Dispose();
        await accepting;
    }

    private static async Task AcceptAsync(Socket listener)
    {
        try
        {
            while (true)
            {
                var socket = await listener.AcceptAsync();
                socket.NoDelay = true;
                new Thread(() => Serve(socket)) { IsBackground = true }.Start();
            }
        }
        catch (SocketException)
        {
            // The process ends.
        }
    }

    private static void Serve(Socket socket)
    {
        using var network = new NetworkStream(socket, ownsSocket: true);
        using var outgoing = new BufferedStream(network, BufferBytes);
        var incoming = new PeekStream(network, BufferBytes);
        var reader = new WireReader(incoming, 1 << 20);
        var writer = new WireWriter(outgoing);
        var options = new WorkerOptions();
        var buffer = new byte[BufferBytes];
        try
        {
            writer.WriteInt32(Environment.ProcessId);
            writer.Flush();
            _ = reader.ReadUtf();
            writer.WriteUtf("ok");
            writer.Flush();
            while (TaskHeaderReader.Read(incoming, options) is not null)
            {
                writer.WriteInt32(SpecialLength.StartArrowStream);
                var arrow = new ArrowMessageGuard(incoming, options.MaxBatchBytes);
                while (arrow.Read(buffer) is > 0 and var read)
                {
                    outgoing.Write(buffer, 0, read);
                }

                _ = reader.ReadInt32();
                writer.WriteInt32(SpecialLength.EndOfDataSection);
                writer.WriteInt32(0);
                writer.WriteInt32(SpecialLength.EndOfStream);
                writer.Flush();
            }
        }
        catch (Exception gone) when (gone is IOException or WorkerProtocolException)
        {
            // Spark has closed the connection.
        }
    }
}
