using System.Net;
using System.Net.Sockets;
using Millrace.Spark.Worker.Wire;

namespace Millrace.Spark.Worker;

/// <summary>
/// The process that an executor starts once per session: it tells its port on stdout, then serves each connection on a thread of its own.
/// It ends when stdin ends, and after some idle minutes. Dispose ends it and awaits its connections.
/// </summary>
internal sealed class WorkerDaemon : IAsyncDisposable
{
    private const int Backlog = 1024;
    private static readonly TimeSpan OthersInterval = TimeSpan.FromMilliseconds(50);
    private readonly Socket _listener;
    private readonly string? _secret;
    private readonly string? _socketPath;
    private readonly WorkerHost _host;
    private readonly CancellationTokenSource _stop = new();
    private readonly Lock _gate = new();
    private readonly HashSet<Task> _connections = [];
    private long _lastEnd;

    private WorkerDaemon(Socket listener, string? secret, string? socketPath, WorkerHost host)
    {
        _listener = listener;
        _secret = secret;
        _socketPath = socketPath;
        _host = host;
        _lastEnd = host.Time.GetTimestamp();
    }

    /// <summary>Listens on a free loopback port, or on a Unix socket where the environment asks for it.</summary>
    /// <param name="environment">What the executor told.</param>
    /// <param name="host">What the connections share; borrowed.</param>
    public static WorkerDaemon Listen(WorkerEnvironment environment, WorkerHost host)
    {
        if (environment.SocketFolder is { } folder)
        {
            var path = Path.Combine(folder, $".{Guid.NewGuid():N}.sock");
            var unix = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
            unix.Bind(new UnixDomainSocketEndPoint(path));
            // Whoever can connect is served: a Unix socket shows no secret, so its file is the owner's alone.
            if (!OperatingSystem.IsWindows())
            {
                File.SetUnixFileMode(path, UnixFileMode.UserRead | UnixFileMode.UserWrite);
            }

            unix.Listen(Backlog);
            return new WorkerDaemon(unix, null, path, host);
        }

        var secret = environment.Secret
            ?? throw new InvalidOperationException("PYTHON_WORKER_FACTORY_SECRET is not set: only Spark's executor starts the worker daemon.");
        var tcp = new Socket(SocketType.Stream, ProtocolType.Tcp);
        tcp.Bind(new IPEndPoint(LoopbackAddress.Choose(), 0));
        tcp.Listen(Backlog);
        return new WorkerDaemon(tcp, secret, null, host);
    }

    /// <summary>Tells the executor where to connect: the very first bytes on stdout.</summary>
    public void Announce(Stream standardOutput)
    {
        var writer = new WireWriter(standardOutput);
        if (_socketPath is not null)
        {
            writer.WriteUtf(_socketPath);
        }
        else
        {
            writer.WriteInt32(((IPEndPoint)_listener.LocalEndPoint!).Port);
        }

        writer.Flush();
        Log.DaemonStarted(_host.Logger, Environment.ProcessId, _host.Code.Identity);
    }

    /// <summary>Serves until stdin ends, the daemon has been idle long enough, an operator does not stop, or the token is set.</summary>
    public async Task RunAsync(Stream standardInput, CancellationToken cancellationToken)
    {
        using var linked = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, _stop.Token);
        var accepting = AcceptAsync(linked.Token);
        var input = WatchInputAsync(standardInput, linked.Token);
        var ended = await Task.WhenAny(input, WatchIdleAsync(linked.Token), _host.Retirement.Begun, accepting);
        if (ended == _host.Retirement.Begun)
        {
            _listener.Dispose();
            await Task.WhenAny(input, WatchOthersAsync(linked.Token));
        }

        Log.DaemonEnds(_host.Logger, Environment.ProcessId, await ended);
        await linked.CancelAsync();
        await accepting;
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        _listener.Dispose();
        Task[] open;
        lock (_gate)
        {
            open = [.. _connections];
        }

        if (!_host.Retirement.HasBegun)
        {
            await Task.WhenAny(Task.WhenAll(open), Task.Delay(_host.Options.CancellationGrace, _host.Time));
        }

        if (_socketPath is not null)
        {
            File.Delete(_socketPath);
        }

        _stop.Dispose();
    }

    private async Task<string> AcceptAsync(CancellationToken cancellationToken)
    {
        while (!cancellationToken.IsCancellationRequested)
        {
            try
            {
                Start(await _listener.AcceptAsync(cancellationToken), cancellationToken);
            }
            catch (Exception failure) when (failure is OperationCanceledException or ObjectDisposedException || (failure is SocketException && _host.Retirement.HasBegun))
            {
                break;
            }
        }

        return "stopped";
    }

    private void Start(Socket socket, CancellationToken cancellationToken)
    {
        if (_socketPath is null)
        {
            socket.NoDelay = true;
        }

        lock (_gate)
        {
            var serving = Task.Factory.StartNew(
                () => ServeAsync(socket, cancellationToken), CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default).Unwrap();
            _connections.Add(serving);
            _ = serving.ContinueWith(Forget, CancellationToken.None, TaskContinuationOptions.None, TaskScheduler.Default);
        }
    }

    private async Task ServeAsync(Socket socket, CancellationToken cancellationToken)
    {
        try
        {
            // Closing the socket is what ends a read that blocks.
            await using var closing = cancellationToken.Register(socket.Dispose);
            await new WorkerConnection(socket, _secret, _host).ServeAsDaemonAsync(cancellationToken);
        }
        catch (Exception failure)
        {
            // One connection's failure must not end the others.
            Log.ConnectionFailed(_host.Logger, failure);
        }
    }

    private void Forget(Task serving)
    {
        lock (_gate)
        {
            _connections.Remove(serving);
            _lastEnd = _host.Time.GetTimestamp();
        }
    }

    // Spark writes process ids here to have a worker killed, and closes its connection. This process serves many; the closed connection says which is meant.
    private static async Task<string> WatchInputAsync(Stream standardInput, CancellationToken cancellationToken)
    {
        var buffer = new byte[64];
        while (await standardInput.ReadAsync(buffer, cancellationToken) > 0)
        {
        }

        return "stdin has ended";
    }

    private async Task WatchOthersAsync(CancellationToken cancellationToken)
    {
        while (_host.Assignments.Wanted > 0)
        {
            await Task.Delay(OthersInterval, _host.Time, cancellationToken);
        }
    }

    private async Task<string> WatchIdleAsync(CancellationToken cancellationToken)
    {
        while (true)
        {
            await Task.Delay(_host.Options.IdleLife / 4, _host.Time, cancellationToken);
            lock (_gate)
            {
                if (_connections.Count == 0 && _host.Time.GetElapsedTime(_lastEnd) >= _host.Options.IdleLife)
                {
                    return "idle";
                }
            }
        }
    }
}
