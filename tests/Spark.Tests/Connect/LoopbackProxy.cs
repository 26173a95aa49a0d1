using System.Net;
using System.Net.Sockets;

namespace Millrace.Spark.Tests.Connect;

/// <summary>Listens on a free port of this machine and links each client to a server; how is for those that derive. Dispose ends all links.</summary>
internal abstract class LoopbackProxy : IAsyncDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource _stop = new();
    private readonly List<Task> _links = [];
    private Task _accepting = Task.CompletedTask;

    public int Port => ((IPEndPoint)_listener.LocalEndpoint).Port;

    /// <summary>Set when the proxy ends.</summary>
    protected CancellationToken Stopping => _stop.Token;

    public virtual async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        _listener.Stop();
        await _accepting;
        await Task.WhenAll(_links);
        _stop.Dispose();
    }

    /// <summary>Begins to accept: the last thing that a constructor does.</summary>
    protected void Start()
    {
        _listener.Start();
        _accepting = AcceptAsync();
    }

    /// <summary>Serves a client, which it owns, to the end. Called for one client after the other; throws nothing.</summary>
    protected abstract Task LinkAsync(TcpClient client);

    /// <summary>Passes bytes on until a side ends, or fewer than there are may pass.</summary>
    /// <param name="from">Where they come from.</param>
    /// <param name="to">Where they go.</param>
    /// <param name="passes">How many of these may pass; null: all.</param>
    protected async Task PassAsync(Stream from, Stream to, Func<ReadOnlyMemory<byte>, int>? passes)
    {
        var buffer = new byte[16 << 10];
        try
        {
            int count;
            while ((count = await from.ReadAsync(buffer, _stop.Token)) > 0)
            {
                int allowed = passes?.Invoke(buffer.AsMemory(0, count)) ?? count;
                await to.WriteAsync(buffer.AsMemory(0, allowed), _stop.Token);
                if (allowed < count)
                {
                    return;
                }
            }
        }
        catch (Exception e) when (e is OperationCanceledException or IOException or ObjectDisposedException)
        {
            // the other side ended
        }
    }

    private async Task AcceptAsync()
    {
        while (!_stop.IsCancellationRequested)
        {
            try
            {
                _links.Add(LinkAsync(await _listener.AcceptTcpClientAsync(_stop.Token)));
            }
            catch (Exception e) when (e is OperationCanceledException or SocketException or ObjectDisposedException)
            {
                return;
            }
        }
    }
}
