using System.Net.Sockets;
using System.Security.Cryptography;
using System.Text;
using Millrace.Spark.Worker.Tasks;
using Millrace.Spark.Worker.Wire;

namespace Millrace.Spark.Worker;

/// <summary>One connection from the executor: the handshake, then task after task until Spark closes it. Owns the socket.</summary>
internal sealed class WorkerConnection(Socket socket, string? secret, WorkerHost host)
{
    private readonly WorkerOptions _options = host.Options;

    /// <summary>The daemon's side of the handshake: process id first, then the secret is compared before anything else is read.</summary>
    public Task ServeAsDaemonAsync(CancellationToken cancellationToken) => ServeAsync(
        (reader, writer) =>
        {
            writer.WriteInt32(Environment.ProcessId);
            writer.Flush();
            if (secret is null)
            {
                return true;
            }

            var same = IsSecret(reader);
            writer.WriteUtf(same ? "ok" : "err");
            writer.Flush();
            return same;
        },
        cancellationToken);

    /// <summary>The handshake of a worker that was started for one task: it called, so it shows the secret.</summary>
    public Task ServeAsCallerAsync(CancellationToken cancellationToken) => ServeAsync(
        (reader, writer) =>
        {
            if (secret is not null)
            {
                writer.WriteUtf(secret);
                writer.Flush();
                if (reader.ReadUtf() != "ok")
                {
                    return false;
                }
            }

            writer.WriteInt32(Environment.ProcessId);
            writer.Flush();
            return true;
        },
        cancellationToken);

    private async Task ServeAsync(Func<WireReader, WireWriter, bool> handshake, CancellationToken cancellationToken)
    {
        using (socket)
        {
            await using var network = new NetworkStream(socket, ownsSocket: false);
            await using var outgoing = new BufferedStream(network, _options.ConnectionBufferBytes);
            var incoming = new PeekStream(network, _options.ConnectionBufferBytes);
            var writer = new WireWriter(outgoing);
            try
            {
                socket.ReceiveTimeout = (int)_options.HandshakeLimit.TotalMilliseconds;
                if (!handshake(new WireReader(incoming, maxBytes: 1024), writer))
                {
                    Log.SecretRefused(host.Logger);
                    return;
                }

                socket.ReceiveTimeout = 0;
                while (await ServeTaskAsync(incoming, writer, cancellationToken))
                {
                }

                await LingerAsync(cancellationToken);
            }
            catch (WorkerProtocolException failure)
            {
                Log.ConnectionRefused(host.Logger, failure.Message);
                TryWriteFailure(writer, failure);
                await LingerAsync(cancellationToken);
            }
            catch (Exception failure) when (failure is IOException or SocketException or ObjectDisposedException or OperationCanceledException)
            {
                // Spark has closed the connection: the task was cancelled, or nobody wants more rows.
                Log.ConnectionClosed(host.Logger, failure.GetType().Name);
            }
        }
    }

    // Closing a socket that holds unread bytes resets the connection, and the JVM, which writes while it reads, then meets the reset before it has read
    // the failure: the driver would be told of a crash. So what is written is ended first, and what Spark still sends is taken until Spark closes.
    private async Task LingerAsync(CancellationToken cancellationToken)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        limit.CancelAfter(_options.LingerLimit);
        try
        {
            socket.Shutdown(SocketShutdown.Send);
            var buffer = new byte[_options.ConnectionBufferBytes];
            while (await socket.ReceiveAsync(buffer, limit.Token) > 0)
            {
            }
        }
        catch (Exception gone) when (gone is SocketException or ObjectDisposedException or OperationCanceledException)
        {
            // Spark has closed its side, or takes too long to.
        }
    }

    private async Task<bool> ServeTaskAsync(PeekStream incoming, WireWriter writer, CancellationToken cancellationToken)
    {
        incoming.BeginCopy();
        if (TaskHeaderReader.Read(incoming, _options) is not { } header)
        {
            return false;
        }

        using var life = new TaskLife(cancellationToken);
        using var watch = host.Watch(socket, life);
        return await host.RunAsync(header, incoming.EndCopy(), incoming, writer, life);
    }

    private bool IsSecret(WireReader reader) => CryptographicOperations.FixedTimeEquals(reader.ReadBytes(), Encoding.UTF8.GetBytes(secret!));

    private static void TryWriteFailure(WireWriter writer, Exception failure)
    {
        try
        {
            TaskRunner.WriteFailure(writer, TaskRunner.Describe(failure));
        }
        catch (Exception gone) when (gone is IOException or SocketException or ObjectDisposedException)
        {
            // Nobody is left to tell.
        }
    }
}
