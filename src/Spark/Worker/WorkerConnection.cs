using System.Net.Sockets;
using System.Security.Cryptography;
using System.Text;
using Microsoft.Extensions.Logging;
using Millrace.Spark.Worker.Tasks;
using Millrace.Spark.Worker.Wire;

namespace Millrace.Spark.Worker;

/// <summary>One connection from the executor: the handshake, then task after task until Spark closes it. Owns the socket.</summary>
internal sealed class WorkerConnection(Socket socket, string? secret, TaskRunner runner, WorkerOptions options, ILogger logger)
{
    private static readonly TimeSpan LookInterval = TimeSpan.FromMilliseconds(100);

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
            await using var outgoing = new BufferedStream(network, options.ConnectionBufferBytes);
            var incoming = new PeekStream(network, options.ConnectionBufferBytes);
            var writer = new WireWriter(outgoing);
            try
            {
                socket.ReceiveTimeout = (int)options.HandshakeLimit.TotalMilliseconds;
                if (!handshake(new WireReader(incoming, maxBytes: 1024), writer))
                {
                    Log.SecretRefused(logger);
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
                Log.ConnectionRefused(logger, failure.Message);
                TryWriteFailure(writer, failure);
                await LingerAsync(cancellationToken);
            }
            catch (Exception failure) when (failure is IOException or SocketException or ObjectDisposedException or OperationCanceledException)
            {
                // Spark has closed the connection: the task was cancelled, or nobody wants more rows.
                Log.ConnectionClosed(logger, failure.GetType().Name);
            }
        }
    }

    // Closing a socket that holds unread bytes resets the connection, and the JVM, which writes while it reads, then meets the reset before it has read
    // the failure: the driver would be told of a crash. So what is written is ended first, and what Spark still sends is taken until Spark closes.
    private async Task LingerAsync(CancellationToken cancellationToken)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        limit.CancelAfter(options.LingerLimit);
        try
        {
            socket.Shutdown(SocketShutdown.Send);
            var buffer = new byte[options.ConnectionBufferBytes];
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
        if (TaskHeaderReader.Read(incoming, options) is not { } header)
        {
            return false;
        }

        using var wanted = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        using var finished = new CancellationTokenSource();
        var watching = WatchAsync(wanted, finished.Token);
        try
        {
            return await runner.RunAsync(header, incoming, writer, wanted.Token);
        }
        finally
        {
            await finished.CancelAsync();
            await watching;
        }
    }

    // A closed connection is the only sign that Spark gave the task up.
    private async Task WatchAsync(CancellationTokenSource wanted, CancellationToken finished)
    {
        while (!finished.IsCancellationRequested)
        {
            if (socket.Poll(0, SelectMode.SelectRead) && socket.Available == 0)
            {
                await wanted.CancelAsync();
                return;
            }

            await Task.Delay(LookInterval, finished).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
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
