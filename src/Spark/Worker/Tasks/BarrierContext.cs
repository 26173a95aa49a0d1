using System.Buffers.Binary;
using System.Net;
using System.Net.Sockets;
using System.Text;
using Millrace.Spark.Worker.Wire;

namespace Millrace.Spark.Worker.Tasks;

/// <summary>
/// The calls by which the tasks of a barrier stage wait for one another. Spark answers about a second later, so a task that is alone does not ask it: use them to meet, not in
/// each step. All tasks must make the same calls in the same order. Not thread-safe.
/// </summary>
public sealed class BarrierContext
{
    private const int BarrierCall = 1;
    private const int AllGatherCall = 2;
    private readonly BarrierEndpoint _endpoint;
    private readonly WorkerOptions _options;
    private readonly CancellationToken _ended;

    internal BarrierContext(BarrierEndpoint endpoint, IReadOnlyList<string> addresses, int partitionId, WorkerOptions options, CancellationToken ended)
    {
        _ended = ended;
        _endpoint = endpoint;
        _options = options;
        Addresses = addresses;
        PartitionId = partitionId;
    }

    /// <summary>Executor addresses <c>host:port</c> by partition; the port is Spark's own.</summary>
    public IReadOnlyList<string> Addresses { get; }

    /// <summary>This task's partition.</summary>
    public int PartitionId { get; }

    /// <summary>Returns when every task of the stage has called it.</summary>
    /// <exception cref="BarrierException">A task died, the query was cancelled, or the tasks made different calls.</exception>
    public Task BarrierAsync(CancellationToken cancellationToken) => CallAsync(BarrierCall, null, cancellationToken);

    /// <summary>Gives every task's message, by partition.</summary>
    /// <exception cref="BarrierException">A task died, the query was cancelled, or the tasks made different calls.</exception>
    public Task<IReadOnlyList<string>> AllGatherAsync(string message, CancellationToken cancellationToken) =>
        CallAsync(AllGatherCall, message, cancellationToken);

    private async Task<IReadOnlyList<string>> CallAsync(int call, string? message, CancellationToken cancellationToken)
    {
        try
        {
            cancellationToken.ThrowIfCancellationRequested();
            if (Addresses.Count == 1)
            {
                return message is null ? [] : [message]; // Spark looks for the others' calls once a second, even where there are none
            }

            using var socket = await ConnectAsync(cancellationToken);
            await using var stream = new NetworkStream(socket, ownsSocket: false);
            await SendAsync(stream, call, message, cancellationToken);
            return ParseAnswer(await ReadAllAsync(stream, cancellationToken));
        }
        catch (OperationCanceledException cancelled) when (_ended.IsCancellationRequested)
        {
            // Spark closes a task's connection at once when another task of the stage has died; its barrier server answers later, or not at all.
            throw new BarrierException(
                $"Partition {PartitionId} was ended while it waited at the barrier: another task of the stage has failed, or the query was cancelled.", cancelled);
        }
        catch (Exception failure) when (failure is SocketException or IOException or WorkerProtocolException)
        {
            throw new BarrierException(
                $"The barrier server of partition {PartitionId} did not answer: {failure.Message} Another task of the stage has probably failed.", failure);
        }
    }

    private async Task<Socket> ConnectAsync(CancellationToken cancellationToken)
    {
        var socket = _endpoint.SocketPath is null
            ? new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true }
            : new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        try
        {
            EndPoint place = _endpoint.SocketPath is { } path ? new UnixDomainSocketEndPoint(path) : new IPEndPoint(LoopbackAddress.Choose(), _endpoint.Port);
            await socket.ConnectAsync(place, cancellationToken);
            return socket;
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }

    private async Task SendAsync(NetworkStream stream, int call, string? message, CancellationToken cancellationToken)
    {
        using var request = new MemoryStream();
        var writer = new WireWriter(request);
        if (_endpoint.Secret is { } secret)
        {
            writer.WriteUtf(secret);
            await stream.WriteAsync(request.ToArray(), cancellationToken);
            request.SetLength(0);
            var ok = new byte[6];
            await stream.ReadExactlyAsync(ok, cancellationToken);
            if (BinaryPrimitives.ReadInt32BigEndian(ok) != 2 || !ok.AsSpan(4).SequenceEqual("ok"u8))
            {
                throw new WorkerProtocolException("the barrier server refused the secret");
            }
        }

        writer.WriteInt32(call);
        if (message is not null)
        {
            writer.WriteUtf(message);
        }

        await stream.WriteAsync(request.ToArray(), cancellationToken);
    }

    private async Task<byte[]> ReadAllAsync(NetworkStream stream, CancellationToken cancellationToken)
    {
        using var answer = new MemoryStream();
        var buffer = new byte[16 << 10];
        while (await stream.ReadAsync(buffer, cancellationToken) is > 0 and var read)
        {
            if (answer.Length + read > _options.MaxHeaderBytes)
            {
                throw new WorkerProtocolException($"an answer has more than {_options.MaxHeaderBytes} bytes");
            }

            answer.Write(buffer, 0, read);
        }

        return answer.ToArray();
    }

    // Success: a count and as many strings. Failure: one string with Spark's text, without a count.
    private string[] ParseAnswer(byte[] answer)
    {
        if (answer.Length < 4)
        {
            throw new WorkerProtocolException("the connection was closed without an answer");
        }

        if (BinaryPrimitives.ReadInt32BigEndian(answer) == answer.Length - 4)
        {
            throw new BarrierException(Encoding.UTF8.GetString(answer.AsSpan(4)));
        }

        using var stream = new MemoryStream(answer, writable: false);
        var reader = new WireReader(stream, _options.MaxHeaderBytes);
        var messages = new string[reader.ReadCount("messages", leastBytes: 4)];
        for (var index = 0; index < messages.Length; index++)
        {
            messages[index] = reader.ReadUtf();
        }

        return messages;
    }
}
