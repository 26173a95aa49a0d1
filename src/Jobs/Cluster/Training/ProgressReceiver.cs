using System.Buffers;
using System.IO.Pipelines;
using System.Net;
using System.Net.NetworkInformation;
using System.Net.Sockets;
using System.Security.Cryptography;
using Millrace.Training;

namespace Millrace.Jobs.Cluster.Training;

/// <summary>
/// The driver's side of the live view: listens for rank 0, or follows its file. Whoever does not begin with the run's greeting is dropped. Owns its tasks; dispose ends them.
/// </summary>
internal sealed class ProgressReceiver : IAsyncDisposable
{
    private const int MostConnections = 16;
    private const int MaxLineBytes = 1 << 14;
    private static readonly TimeSpan GreetingLimit = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan LookInterval = TimeSpan.FromMilliseconds(500);
    private readonly Socket? _listener;
    private readonly byte[] _greeting;
    private readonly IProgress<TrainingProgress> _progress;
    private readonly CancellationTokenSource _stop = new();
    private readonly List<Task> _tasks = [];

    private ProgressReceiver(Socket? listener, byte[] secret, IProgress<TrainingProgress> progress)
    {
        (_listener, _greeting, _progress) = (listener, ProgressSender.Greeting(secret), progress);
        if (listener is not null)
        {
            Addresses = AddressesOf((IPEndPoint)listener.LocalEndPoint!);
            _tasks.Add(AcceptAsync(listener));
        }
    }

    /// <summary>Where it may be reached, as <c>address:port</c>; empty where it could not listen.</summary>
    public IReadOnlyList<string> Addresses { get; } = [];

    /// <summary>Listens on a free port of all of the driver's addresses; where that is forbidden, it only follows files.</summary>
    public static ProgressReceiver Open(byte[] secret, IProgress<TrainingProgress> progress)
    {
        var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        try
        {
            socket.Bind(new IPEndPoint(IPAddress.Any, 0));
            socket.Listen(MostConnections);
            return new ProgressReceiver(socket, secret, progress);
        }
        catch (SocketException)
        {
            socket.Dispose();
            return new ProgressReceiver(null, secret, progress);
        }
    }

    /// <summary>Follows a file until disposed. What an earlier run left in it is removed, where that can be.</summary>
    public void Follow(string file)
    {
        try
        {
            File.Delete(file);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // Then old reports are seen until the first new one.
        }

        _tasks.Add(FollowAsync(file));
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        _listener?.Dispose();
        await Task.WhenAll(_tasks);
        _stop.Dispose();
    }

    private static string[] AddressesOf(IPEndPoint bound) =>
    [
        .. NetworkInterface.GetAllNetworkInterfaces()
            .Where(card => card.OperationalStatus == OperationalStatus.Up)
            .SelectMany(card => card.GetIPProperties().UnicastAddresses)
            .Select(unicast => unicast.Address)
            .Where(address => address.AddressFamily == AddressFamily.InterNetwork)
            .Append(IPAddress.Loopback)
            .Distinct()
            .OrderBy(IPAddress.IsLoopback)
            .Take(8)
            .Select(address => new IPEndPoint(address, bound.Port).ToString()),
    ];

    private async Task AcceptAsync(Socket listener)
    {
        using var room = new SemaphoreSlim(MostConnections);
        var serving = new List<Task>();
        try
        {
            while (true)
            {
                await room.WaitAsync(_stop.Token);
                var socket = await listener.AcceptAsync(_stop.Token);
                serving.RemoveAll(task => task.IsCompletedSuccessfully);
                serving.Add(ServeAsync(socket, room));
            }
        }
        catch (Exception e) when (e is OperationCanceledException or SocketException or ObjectDisposedException)
        {
            // The run is over.
        }

        await Task.WhenAll(serving);
    }

    private async Task ServeAsync(Socket socket, SemaphoreSlim room)
    {
        try
        {
            await using var stream = new NetworkStream(socket, ownsSocket: true);
            using var patience = CancellationTokenSource.CreateLinkedTokenSource(_stop.Token);
            patience.CancelAfter(GreetingLimit);
            var greeting = new byte[_greeting.Length];
            await stream.ReadExactlyAsync(greeting, patience.Token);
            if (CryptographicOperations.FixedTimeEquals(greeting, _greeting))
            {
                await stream.WriteAsync("+"u8.ToArray(), patience.Token);
                await ReadLinesAsync(stream, _stop.Token);
            }
        }
        catch (Exception)
        {
            // A stranger, a rank that has ended, or a display that cannot show it: the run does not hear of it.
        }
        finally
        {
            room.Release();
        }
    }

    private async Task ReadLinesAsync(Stream stream, CancellationToken cancellationToken)
    {
        var reader = PipeReader.Create(stream, new StreamPipeReaderOptions(bufferSize: MaxLineBytes));
        while (true)
        {
            var read = await reader.ReadAsync(cancellationToken);
            var buffer = read.Buffer;
            while (buffer.PositionOf((byte)'\n') is { } end)
            {
                Tell(buffer.Slice(0, end).ToArray());
                buffer = buffer.Slice(buffer.GetPosition(1, end));
            }

            if (read.IsCompleted || buffer.Length > MaxLineBytes)
            {
                return;
            }

            reader.AdvanceTo(buffer.Start, buffer.End);
        }
    }

    private async Task FollowAsync(string file)
    {
        var at = 0L;
        try
        {
            while (true)
            {
                await Task.Delay(LookInterval, _stop.Token);
                if (File.Exists(file))
                {
                    await using var stream = new FileStream(file, FileMode.Open, FileAccess.Read, FileShare.ReadWrite);
                    stream.Position = at;
                    var bytes = new byte[(int)Math.Min(stream.Length - at, 1 << 20)];
                    await stream.ReadExactlyAsync(bytes, _stop.Token);
                    var end = Array.LastIndexOf(bytes, (byte)'\n');
                    at += end + 1;
                    var last = end <= 0 ? -1 : Array.LastIndexOf(bytes, (byte)'\n', end - 1);
                    if (end > 0)
                    {
                        Tell(bytes[(last + 1)..end]);
                    }
                }
            }
        }
        catch (Exception)
        {
            // The run is over, the file is gone or may not be read: the display goes on without.
        }
    }

    private void Tell(byte[] line)
    {
        // A torn line is a lost report.
        if (ProgressJson.Read(line) is { } report)
        {
            _progress.Report(report);
        }
    }
}
