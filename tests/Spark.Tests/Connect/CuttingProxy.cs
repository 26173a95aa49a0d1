using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;

namespace Millrace.Spark.Tests.Connect;

/// <summary>Passes bytes between a client and a server, and cuts a connection after a random number of the server's bytes.</summary>
internal sealed class CuttingProxy : LoopbackProxy
{
    private readonly Random _random;
    private readonly int _maxBytes;
    private readonly ConcurrentDictionary<TcpClient, bool> _open = [];
    private volatile int _serverPort;
    private int _cutsLeft;

    public CuttingProxy(int serverPort, int seed, int cuts, int maxBytes)
    {
        _serverPort = serverPort;
        _random = new Random(seed);
        _cutsLeft = cuts;
        _maxBytes = maxBytes;
        Start();
    }

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

    protected override async Task LinkAsync(TcpClient client)
    {
        long limit = _cutsLeft > 0 ? _random.Next(2_000, _maxBytes) : long.MaxValue;
        long passed = 0;
        using (client)
        using (var server = new TcpClient())
        {
            _open[client] = true;
            try
            {
                await server.ConnectAsync(IPAddress.Loopback, _serverPort, Stopping);
                await Task.WhenAny(
                    PassAsync(client.GetStream(), server.GetStream(), null),
                    PassAsync(server.GetStream(), client.GetStream(), bytes => Cut(bytes.Length, limit, ref passed)));
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

    private int Cut(int count, long limit, ref long passed)
    {
        if (passed + count >= limit && Interlocked.Decrement(ref _cutsLeft) >= 0)
        {
            Cuts++;
            return (int)(limit - passed);
        }

        passed += count;
        return count;
    }
}
