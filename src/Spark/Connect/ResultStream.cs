using Grpc.Core;

namespace Millrace.Spark.Connect;

/// <summary>
/// The responses of one operation, each exactly once and in order.
/// <code>
/// streaming ── cut, or the server's own end of the stream ──▶ reattaching ── first response ──▶ streaming
///     │                                                            │
///     └── result complete ──▶ done                                 └── not transient, or too many tries ──▶ failed
/// </code>
/// Read by one caller at a time. Disposing before the end interrupts the operation on the server.
/// </summary>
internal sealed class ResultStream : IAsyncDisposable
{
    private const int ReleaseEveryBytes = 4 << 20;

    private readonly ConnectClient _client;
    private readonly Protos.ExecutePlanRequest _request;
    private AsyncServerStreamingCall<Protos.ExecutePlanResponse>? _call;
    private string? _lastResponseId;
    private bool _sent;
    private bool _reattach;
    private bool _complete;
    private bool _disposed;
    private int _unreleasedBytes;

    public ResultStream(ConnectClient client, Protos.Plan plan, ExecuteOptions options)
    {
        _client = client;
        OperationId = (options.OperationId ?? Guid.NewGuid()).ToString("D");
        _request = client.NewExecuteRequest(plan, OperationId, options);
    }

    /// <summary>Id of the operation, for interrupts.</summary>
    public string OperationId { get; }

    /// <summary>How often the stream was taken up again, for the tests that cut it.</summary>
    public int Reattached { get; private set; }

    /// <summary>The responses until the operation is complete.</summary>
    /// <exception cref="SparkException">The operation failed.</exception>
    /// <exception cref="SessionLostException">The server lost the session.</exception>
    public async IAsyncEnumerable<Protos.ExecutePlanResponse> ReadAsync(
        [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken cancellationToken)
    {
        while (await NextAsync(cancellationToken) is { } response)
        {
            yield return response;
            ReleaseConsumed(response);
        }
    }

    /// <summary>Ends the call and lets the server forget the operation; an operation that still runs is interrupted.</summary>
    public ValueTask DisposeAsync()
    {
        if (!_disposed)
        {
            _disposed = true;
            EndCall();
            if (_sent)
            {
                _client.Releases.Enqueue(_client.NewReleaseRequest(OperationId, null));
            }
        }

        return ValueTask.CompletedTask;
    }

    private async ValueTask<Protos.ExecutePlanResponse?> NextAsync(CancellationToken cancellationToken)
    {
        ObjectDisposedException.ThrowIf(_disposed, this);
        if (_complete)
        {
            return null;
        }

        try
        {
            return await _client.Pipeline.ExecuteAsync(static (self, token) => self.ReceiveAsync(token), this, cancellationToken);
        }
        catch (Exception e) when (e is RpcException or StreamCutException)
        {
            RpcException cut = e as RpcException ?? ((StreamCutException)e).Cut;
            cancellationToken.ThrowIfCancellationRequested();
            throw await _client.DescribeAsync(cut, Failure.From(cut));
        }
    }

    /// <summary>One try: opens a call if there is none, and takes its next response. Null at the end of the operation.</summary>
    private async ValueTask<Protos.ExecutePlanResponse?> ReceiveAsync(CancellationToken cancellationToken)
    {
        while (true)
        {
            bool asked = _call is null ? _reattach : _lastResponseId is not null || _reattach;
            try
            {
                _call ??= Open(cancellationToken);
                if (await _call.ResponseStream.MoveNext(cancellationToken))
                {
                    return Accept(_call.ResponseStream.Current);
                }

                // The server ends a stream by itself after some minutes or bytes; only a completed result is the end.
                Resume();
            }
            catch (RpcException e) when (!cancellationToken.IsCancellationRequested)
            {
                Failure failure = Failure.From(e);
                switch (Reattach.Decide(_lastResponseId is not null, asked, failure))
                {
                    case ReattachDecision.Reattach:
                        Log.StreamCut(_client.Logger, OperationId, failure.Code);
                        Resume();
                        throw new StreamCutException(e);
                    case ReattachDecision.Execute:
                        Log.SentAgain(_client.Logger, OperationId);
                        EndCall();
                        _reattach = false;
                        throw new StreamCutException(e);
                    default:
                        EndCall();
                        throw;
                }
            }
        }
    }

    private AsyncServerStreamingCall<Protos.ExecutePlanResponse> Open(CancellationToken cancellationToken)
    {
        CallOptions options = _client.NewCallOptions(null, cancellationToken);
        if (_reattach)
        {
            Reattached++;
            return _client.Service.ReattachExecute(_client.NewReattachRequest(OperationId, _lastResponseId), options);
        }

        _sent = true;
        return _client.Service.ExecutePlan(_request, options);
    }

    private Protos.ExecutePlanResponse? Accept(Protos.ExecutePlanResponse response)
    {
        _client.Observe(response.ServerSideSessionId);
        if (response.ResponseId.Length > 0)
        {
            _lastResponseId = response.ResponseId;
        }

        if (response.ResponseTypeCase == Protos.ExecutePlanResponse.ResponseTypeOneofCase.ResultComplete)
        {
            _complete = true;
            _client.HasRun = true;
            EndCall();
            return null;
        }

        return response;
    }

    private void Resume()
    {
        EndCall();
        _reattach = true;
    }

    private void EndCall()
    {
        _call?.Dispose();
        _call = null;
    }

    private void ReleaseConsumed(Protos.ExecutePlanResponse response)
    {
        _unreleasedBytes += response.ArrowBatch?.Data.Length ?? 0;
        if (_unreleasedBytes >= ReleaseEveryBytes && response.ResponseId.Length > 0 && !_complete)
        {
            _unreleasedBytes = 0;
            _client.Releases.Enqueue(_client.NewReleaseRequest(OperationId, response.ResponseId));
        }
    }
}
