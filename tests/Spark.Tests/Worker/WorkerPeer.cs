using System.Net;
using System.Net.Sockets;
using Microsoft.Extensions.Logging.Abstractions;
using Millrace.Spark.Worker;
using Millrace.Spark.Worker.Commands;
using Millrace.Spark.Worker.Isolation;
using Millrace.Spark.WorkerApp;

namespace Millrace.Spark.Tests.Worker;

/// <summary>The JVM's side of one connection to a worker in this process.</summary>
internal sealed class WorkerPeer : IAsyncDisposable
{
    private readonly WorkerHost _host;
    private readonly Task _serving;
    private readonly CancellationTokenSource _stop = new();

    private WorkerPeer(WorkerHost host, NetworkStream stream, Task serving, CancellationTokenSource stop)
    {
        _host = host;
        _stop = stop;
        _serving = serving;
        Stream = stream;
    }

    public static ApplicationCode Code { get; } = new(TestOperators.Registry, typeof(TestOperators).Assembly);

    public NetworkStream Stream { get; }

    /// <summary>Connects to a worker that expects, or shows, a secret; with null as over a Unix socket.</summary>
    public static async Task<WorkerPeer> ConnectAsync(string? secret, bool daemon, WorkerOptions options)
    {
        using var listener = new Socket(SocketType.Stream, ProtocolType.Tcp);
        listener.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        listener.Listen();
        var client = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true, ReceiveTimeout = 20_000 };
        Task connecting = client.ConnectAsync(listener.LocalEndPoint!);
        Socket accepted = await listener.AcceptAsync();
        await connecting;
        var host = new WorkerHost(Code, options, new AssignmentLog(folder: null, session: null), TimeProvider.System, NullLogger.Instance);
        var connection = new WorkerConnection(accepted, secret, host);
        var stop = new CancellationTokenSource();
        Task serving = Task.Run(() => daemon ? connection.ServeAsDaemonAsync(stop.Token) : connection.ServeAsCallerAsync(stop.Token));
        return new WorkerPeer(host, new NetworkStream(client, ownsSocket: true), serving, stop);
    }

    /// <summary>Completes when the worker has let the connection go.</summary>
    public Task Served => _serving;

    public async ValueTask DisposeAsync()
    {
        await Stream.DisposeAsync();
        await _serving.WaitAsync(TimeSpan.FromSeconds(20));
        _host.Dispose();
        _stop.Dispose();
    }
}
