using System.Threading.Channels;
using Grpc.Core;

namespace Millrace.Spark.Connect;

/// <summary>
/// Sends releases in the background, so that readers need not wait for them. They are hints: one that cannot be queued or fails is
/// dropped, the server forgets operations and responses by itself later.
/// </summary>
internal sealed class ReleaseQueue : IAsyncDisposable
{
    private const int Capacity = 256;
    private static readonly TimeSpan DrainLimit = TimeSpan.FromSeconds(10);

    private readonly Channel<Protos.ReleaseExecuteRequest> _queue = Channel.CreateBounded<Protos.ReleaseExecuteRequest>(
        new BoundedChannelOptions(Capacity) { SingleReader = true });
    private readonly ConnectClient _client;
    private readonly CancellationTokenSource _stop = new();
    private readonly Task _sender;
    private int _closed;

    public ReleaseQueue(ConnectClient client)
    {
        _client = client;
        _sender = SendAsync();
    }

    public void Enqueue(Protos.ReleaseExecuteRequest request)
    {
        if (!_queue.Writer.TryWrite(request))
        {
            Log.ReleaseDropped(_client.Logger, request.OperationId);
        }
    }

    /// <summary>Takes no more and waits, a bounded time, until what is queued has been sent.</summary>
    public async Task DrainAsync()
    {
        _queue.Writer.TryComplete();
        try
        {
            await _sender.WaitAsync(DrainLimit, _client.Options.TimeProvider);
        }
        catch (TimeoutException)
        {
            await _stop.CancelAsync();
            await _sender;
        }
    }

    public async ValueTask DisposeAsync()
    {
        if (Interlocked.Exchange(ref _closed, 1) == 0)
        {
            await DrainAsync();
            _stop.Dispose();
        }
    }

    private async Task SendAsync()
    {
        await foreach (Protos.ReleaseExecuteRequest request in _queue.Reader.ReadAllAsync())
        {
            try
            {
                await _client.Service.ReleaseExecuteAsync(request, _client.NewCallOptions(DrainLimit, _stop.Token));
            }
            catch (RpcException e)
            {
                Log.ReleaseFailed(_client.Logger, request.OperationId, e.StatusCode);
            }
        }
    }
}
