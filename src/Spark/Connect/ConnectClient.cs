using System.Diagnostics.CodeAnalysis;
using Grpc.Core;
using Grpc.Net.Client;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Polly;

namespace Millrace.Spark.Connect;

/// <summary>
/// One session on one server: owns the channel, knows the server's own id of the session, and makes every call through one retry
/// pipeline. Thread-safe. The first call is always a question about the version, so the server's id of the session is known before
/// anything with effects is sent; a server that was restarted since then is therefore always noticed.
/// </summary>
internal sealed class ConnectClient : IAsyncDisposable
{
    private readonly GrpcChannel _channel;
    private readonly Metadata _headers = [];
    private readonly CancellationTokenSource _closing = new();
    private readonly ReleaseQueue _releases;
    private readonly Protos.UserContext _user;
    private readonly string _clientType;
    private string? _serverSessionId;
    private bool _released;
    private long _planId;

    private ConnectClient(ConnectAddress address, ConnectOptions options, ILogger? logger)
    {
        Address = address;
        Options = options;
        Logger = logger ?? NullLogger.Instance;
        SessionId = (address.SessionId ?? Guid.NewGuid()).ToString("D");
        _user = new Protos.UserContext { UserId = address.UserId ?? Environment.UserName, UserName = address.UserId ?? Environment.UserName };
        _clientType = UserAgent(address.UserAgent);
        if (address.Token is not null)
        {
            _headers.Add("authorization", "Bearer " + address.Token);
        }

        foreach ((string name, string value) in address.Headers)
        {
            _headers.Add(name, value);
        }

        Pipeline = RetryPipeline.Create(options, Logger);
        _channel = GrpcChannel.ForAddress(address.ChannelUri, new GrpcChannelOptions
        {
            HttpHandler = ConnectionHandler.Create(options),
            DisposeHttpClient = true,
            MaxReceiveMessageSize = options.MaxMessageBytes,
            MaxSendMessageSize = null,
            MaxRetryAttempts = null,
            ServiceConfig = null,
        });
        Service = new Protos.SparkConnectService.SparkConnectServiceClient(_channel);
        _releases = new ReleaseQueue(this);
    }

    /// <summary>Where the server is; never shows the token.</summary>
    public ConnectAddress Address { get; }

    /// <summary>The limits of this connection.</summary>
    public ConnectOptions Options { get; }

    /// <summary>The session's id, a UUID chosen here or in the address.</summary>
    public string SessionId { get; }

    /// <summary>The server's version, as <c>4.1.4</c>.</summary>
    public string ServerVersion { get; private set; } = "";

    /// <summary>Whether an operation has run to its end.</summary>
    internal bool HasRun { get; set; }

    internal ILogger Logger { get; }

    internal ResiliencePipeline Pipeline { get; }

    internal Protos.SparkConnectService.SparkConnectServiceClient Service { get; }

    internal ReleaseQueue Releases => _releases;

    /// <summary>Connects, opens the session and asks for the server's version.</summary>
    /// <exception cref="SparkException">The server refused or could not be reached.</exception>
    public static async Task<ConnectClient> OpenAsync(
        ConnectAddress address, ConnectOptions options, ILogger? logger, CancellationToken cancellationToken)
    {
        options.Validate();
        var client = new ConnectClient(address, options, logger);
        try
        {
            var answer = await client.AnalyzeAsync(
                new Protos.AnalyzePlanRequest { SparkVersion = new Protos.AnalyzePlanRequest.Types.SparkVersion() }, cancellationToken);
            client.ServerVersion = answer.SparkVersion.Version;
            Log.SessionOpened(client.Logger, client.SessionId, client.ServerVersion);
            return client;
        }
        catch
        {
            await client.DisposeAsync();
            throw;
        }
    }

    /// <summary>A number for the next plan node of this session.</summary>
    public long NextPlanId() => Interlocked.Increment(ref _planId);

    /// <summary>Asks about a plan without running it.</summary>
    public async Task<Protos.AnalyzePlanResponse> AnalyzeAsync(Protos.AnalyzePlanRequest request, CancellationToken cancellationToken)
    {
        request.SessionId = SessionId;
        request.UserContext = _user;
        request.ClientType = _clientType;
        return await CallAsync(
            (self: this, request),
            static (s, options) =>
            {
                if (s.self._serverSessionId is { } id)
                {
                    s.request.ClientObservedServerSideSessionId = id;
                }

                return s.self.Service.AnalyzePlanAsync(s.request, options);
            },
            static response => response.ServerSideSessionId,
            cancellationToken);
    }

    /// <summary>Reads or changes the session's settings.</summary>
    public async Task<Protos.ConfigResponse> ConfigAsync(Protos.ConfigRequest.Types.Operation operation, CancellationToken cancellationToken)
    {
        var request = new Protos.ConfigRequest { SessionId = SessionId, UserContext = _user, ClientType = _clientType, Operation = operation };
        return await CallAsync(
            (self: this, request),
            static (s, options) =>
            {
                if (s.self._serverSessionId is { } id)
                {
                    s.request.ClientObservedServerSideSessionId = id;
                }

                return s.self.Service.ConfigAsync(s.request, options);
            },
            static response => response.ServerSideSessionId,
            cancellationToken);
    }

    /// <summary>Starts a plan; the stream belongs to the caller. Nothing is sent before the stream is read.</summary>
    public ResultStream Execute(Protos.Plan plan, ExecuteOptions? options = null) => new(this, plan, options ?? ExecuteOptions.Default);

    /// <summary>Interrupts running operations: all, those with a tag, or one by id. Gives the ids of those that were told to end.</summary>
    public async Task<IReadOnlyList<string>> InterruptAsync(string? tag, string? operationId, CancellationToken cancellationToken)
    {
        var request = new Protos.InterruptRequest { SessionId = SessionId, UserContext = _user, ClientType = _clientType };
        SetObserved(id => request.ClientObservedServerSideSessionId = id);
        if (tag is not null)
        {
            request.InterruptType = Protos.InterruptRequest.Types.InterruptType.Tag;
            request.OperationTag = tag;
        }
        else if (operationId is not null)
        {
            request.InterruptType = Protos.InterruptRequest.Types.InterruptType.OperationId;
            request.OperationId = operationId;
        }
        else
        {
            request.InterruptType = Protos.InterruptRequest.Types.InterruptType.All;
        }

        var response = await CallAsync(
            (self: this, request), static (s, options) => s.self.Service.InterruptAsync(s.request, options),
            static r => r.ServerSideSessionId, cancellationToken);
        return response.InterruptedIds;
    }

    /// <summary>Which of the named artifacts the server already holds.</summary>
    public async Task<IReadOnlySet<string>> ExistingArtifactsAsync(IEnumerable<string> names, CancellationToken cancellationToken)
    {
        var request = new Protos.ArtifactStatusesRequest { SessionId = SessionId, UserContext = _user, ClientType = _clientType };
        request.Names.AddRange(names);
        SetObserved(id => request.ClientObservedServerSideSessionId = id);
        var response = await CallAsync(
            (self: this, request), static (s, options) => s.self.Service.ArtifactStatusAsync(s.request, options),
            static r => r.ServerSideSessionId, cancellationToken);
        return response.Statuses.Where(static p => p.Value.Exists).Select(static p => p.Key).ToHashSet(StringComparer.Ordinal);
    }

    /// <summary>Runs an upload through the retry pipeline; each try sends the whole artifact, and equal names hold equal bytes.</summary>
    internal async Task UploadAsync(Func<CancellationToken, Task> upload, CancellationToken cancellationToken)
    {
        try
        {
            await Pipeline.ExecuteAsync(static async (u, token) => await u(token), upload, cancellationToken);
        }
        catch (RpcException e) when (cancellationToken.IsCancellationRequested && e.StatusCode == StatusCode.Cancelled)
        {
            throw new OperationCanceledException(e.Message, e, cancellationToken);
        }
        catch (RpcException e)
        {
            throw await DescribeAsync(e, Failure.From(e));
        }
    }

    /// <summary>A request with this session's identity, for the artifact upload.</summary>
    internal Protos.AddArtifactsRequest NewArtifactsRequest()
    {
        var request = new Protos.AddArtifactsRequest { SessionId = SessionId, UserContext = _user, ClientType = _clientType };
        SetObserved(id => request.ClientObservedServerSideSessionId = id);
        return request;
    }

    internal Protos.ExecutePlanRequest NewExecuteRequest(Protos.Plan plan, string operationId, ExecuteOptions options)
    {
        var request = new Protos.ExecutePlanRequest
        {
            SessionId = SessionId,
            UserContext = _user,
            ClientType = _clientType,
            OperationId = operationId,
            Plan = plan,
        };
        SetObserved(id => request.ClientObservedServerSideSessionId = id);
        request.Tags.AddRange(options.Tags);
        request.RequestOptions.Add(new Protos.ExecutePlanRequest.Types.RequestOption
        {
            ReattachOptions = new Protos.ReattachOptions { Reattachable = true },
        });
        request.RequestOptions.Add(new Protos.ExecutePlanRequest.Types.RequestOption
        {
            ResultChunkingOptions = new Protos.ResultChunkingOptions { AllowArrowBatchChunking = true, PreferredArrowChunkSize = Options.ChunkBytes },
        });
        return request;
    }

    internal Protos.ReattachExecuteRequest NewReattachRequest(string operationId, string? lastResponseId)
    {
        var request = new Protos.ReattachExecuteRequest { SessionId = SessionId, UserContext = _user, ClientType = _clientType, OperationId = operationId };
        SetObserved(id => request.ClientObservedServerSideSessionId = id);
        if (lastResponseId is not null)
        {
            request.LastResponseId = lastResponseId;
        }

        return request;
    }

    internal Protos.ReleaseExecuteRequest NewReleaseRequest(string operationId, string? untilResponseId)
    {
        var request = new Protos.ReleaseExecuteRequest { SessionId = SessionId, UserContext = _user, ClientType = _clientType, OperationId = operationId };
        SetObserved(id => request.ClientObservedServerSideSessionId = id);
        if (untilResponseId is null)
        {
            request.ReleaseAll = new Protos.ReleaseExecuteRequest.Types.ReleaseAll();
        }
        else
        {
            request.ReleaseUntil = new Protos.ReleaseExecuteRequest.Types.ReleaseUntil { ResponseId = untilResponseId };
        }

        return request;
    }

    /// <summary>Tells the server to forget the session and what belongs to it. Safe to call more than once.</summary>
    public async Task ReleaseSessionAsync(CancellationToken cancellationToken)
    {
        if (_released)
        {
            return;
        }

        _released = true;
        await _releases.DrainAsync();
        await CallAsync(
            this,
            static (self, options) => self.Service.ReleaseSessionAsync(
                new Protos.ReleaseSessionRequest { SessionId = self.SessionId, UserContext = self._user, ClientType = self._clientType }, options),
            static _ => "",
            cancellationToken);
    }

    /// <summary>Closes the channel; the session stays on the server until it is released or times out.</summary>
    public async ValueTask DisposeAsync()
    {
        await _releases.DisposeAsync();
        await _closing.CancelAsync();
        _channel.Dispose();
        _closing.Dispose();
    }

    internal CallOptions NewCallOptions(TimeSpan? timeout, CancellationToken cancellationToken) => new(
        _headers,
        timeout is { } limit ? Options.TimeProvider.GetUtcNow().UtcDateTime + limit : null,
        cancellationToken);

    /// <summary>Notes the server's id of the session at the first answer, and compares at every later one.</summary>
    /// <exception cref="SessionLostException">Another server process answers.</exception>
    internal void Observe(string serverSessionId)
    {
        if (serverSessionId.Length == 0)
        {
            return;
        }

        string known = Interlocked.CompareExchange(ref _serverSessionId, serverSessionId, null) ?? serverSessionId;
        if (known != serverSessionId)
        {
            throw new SessionLostException("Another Spark server answers now: the session and what belongs to it are gone.");
        }
    }

    /// <summary>The exception for a failed call, with the details the server keeps, as far as it still gives them.</summary>
    [SuppressMessage("Design", "CA1031", Justification = "Details are an extra: whatever stops them must not hide the failure itself.")]
    internal async Task<SparkException> DescribeAsync(RpcException exception, Failure failure)
    {
        SparkError error = failure.Summary;
        if (failure.ErrorId.Length > 0)
        {
            try
            {
                var request = new Protos.FetchErrorDetailsRequest
                {
                    SessionId = SessionId,
                    UserContext = _user,
                    ClientType = _clientType,
                    ErrorId = failure.ErrorId,
                };
                SetObserved(id => request.ClientObservedServerSideSessionId = id);
                var details = await Service.FetchErrorDetailsAsync(request, NewCallOptions(TimeSpan.FromSeconds(30), _closing.Token));
                error = ErrorTranslator.Read(details) ?? error;
            }
            catch (Exception e)
            {
                Log.NoErrorDetails(Logger, e.GetType().Name);
            }
        }

        return ErrorTranslator.Translate(failure, error, exception);
    }

    private async Task<TResponse> CallAsync<TState, TResponse>(
        TState state,
        Func<TState, CallOptions, AsyncUnaryCall<TResponse>> call,
        Func<TResponse, string> serverSession,
        CancellationToken cancellationToken)
    {
        try
        {
            TResponse response = await Pipeline.ExecuteAsync(
                static async (s, token) => await s.call(s.state, s.self.NewCallOptions(s.self.Options.CallTimeout, token)),
                (self: this, state, call),
                cancellationToken);
            Observe(serverSession(response));
            return response;
        }
        catch (RpcException e) when (cancellationToken.IsCancellationRequested && e.StatusCode == StatusCode.Cancelled)
        {
            throw new OperationCanceledException(e.Message, e, cancellationToken);
        }
        catch (RpcException e)
        {
            throw await DescribeAsync(e, Failure.From(e));
        }
    }

    private void SetObserved(Action<string> set)
    {
        if (_serverSessionId is { } id)
        {
            set(id);
        }
    }

    private static string UserAgent(string? first)
    {
        string own = $"millrace/{ProductInfo.Version} dotnet/{Environment.Version} os/{(OperatingSystem.IsLinux() ? "linux" : Environment.OSVersion.Platform.ToString().ToLowerInvariant())}";
        return first is null ? own : $"{first} {own}";
    }
}
