using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;

namespace Millrace.Spark.Tests.Connect;

/// <summary>Passes bytes between a client and a server, and cuts a connection after a random number of the server's bytes.</summary>
internal sealed class CuttingProxy : IAsyncDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource _stop = new();
    private readonly Random _random;
    private readonly int _maxBytes;
    private readonly Task _accepting;
    private readonly List<Task> _links = [];
    private readonly ConcurrentDictionary<TcpClient, bool> _open = [];
    private volatile int _serverPort;
    private int _cutsLeft;

    public CuttingProxy(int serverPort, int seed, int cuts, int maxBytes)
    {
        _serverPort = serverPort;
        _random = new Random(seed);
        _cutsLeft = cuts;
        _maxBytes = maxBytes;
        _listener.Start();
        _accepting = AcceptAsync();
    }

    public int Port => ((IPEndPoint)_listener.LocalEndpoint).Port;

    /// <summary>How many connections were cut.</summary>
    public int Cuts { get; private set; }

    /// <summary>Cuts all connections; new ones go to another server.</summary>
    public void SwitchTo(int serverPort)
    {
        _serverPort = serverPort;
        foreach (TcpClient client in _open.Keys)
        {
            client.LingerState = new LingerOption(true, 0);
            client.Dispose();
            Cuts++;
        }
    }

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        _listener.Stop();
        await _accepting;
        await Task.WhenAll(_links);
        _stop.Dispose();
    }

    private async Task AcceptAsync()
    {
        while (!_stop.IsCancellationRequested)
        {
            try
            {
                TcpClient client = await _listener.AcceptTcpClientAsync(_stop.Token);
                long limit = _cutsLeft > 0 ? _random.Next(2_000, _maxBytes) : long.MaxValue;
                _links.Add(LinkAsync(client, limit));
            }
            catch (Exception e) when (e is OperationCanceledException or SocketException or ObjectDisposedException)
            {
                return;
            }
        }
    }

    private async Task LinkAsync(TcpClient client, long limit)
    {
        using (client)
        using (var server = new TcpClient())
        {
            _open[client] = true;
            try
            {
                await server.ConnectAsync(IPAddress.Loopback, _serverPort, _stop.Token);
                await Task.WhenAny(
                    PassAsync(client.GetStream(), server.GetStream(), long.MaxValue),
                    PassAsync(server.GetStream(), client.GetStream(), limit));
            }
            catch (Exception e) when (e is OperationCanceledException or SocketException or ObjectDisposedException or InvalidOperationException)
            {
                return;
            }
            finally
            {
                _open.TryRemove(client, out _);
            }

            if (client.Client is { } socket)
            {
                socket.LingerState = new LingerOption(true, 0); // a reset, not an orderly end
            }
        }
    }

    private async Task PassAsync(NetworkStream from, NetworkStream to, long limit)
    {
        var buffer = new byte[16 << 10];
        long passed = 0;
        try
        {
            int count;
            while ((count = await from.ReadAsync(buffer, _stop.Token)) > 0)
            {
                if (passed + count >= limit && Interlocked.Decrement(ref _cutsLeft) >= 0)
                {
                    await to.WriteAsync(buffer.AsMemory(0, (int)(limit - passed)), _stop.Token);
                    Cuts++;
                    return;
                }

                passed += count;
                await to.WriteAsync(buffer.AsMemory(0, count), _stop.Token);
            }
        }
        catch (Exception e) when (e is OperationCanceledException or IOException or ObjectDisposedException)
        {
            // the other side ended
        }
    }
}
