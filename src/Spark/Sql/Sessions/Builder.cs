using System.Globalization;
using Microsoft.Extensions.Logging;
using Millrace.Spark.Connect;
using Millrace.Spark.Server;
using Millrace.Spark.Submit;
using Millrace.Spark.Worker;

namespace Millrace.Spark.Sql;

/// <summary>
/// Describes a session. It connects to <see cref="Remote"/>, else to the address in <c>SPARK_REMOTE</c>, else it starts a Spark on
/// this machine for <see cref="Master"/>, which ends with the session. Not thread-safe.
/// </summary>
public sealed partial class Builder
{
    private readonly Dictionary<string, string> _settings = new(StringComparer.Ordinal);
    private string? _remote;
    private string? _master;
    private ILogger? _logger;
    private string? _classArchives;
    private ConnectOptions _options = new();
    private IProgress<OperationProgress>? _progress;
    private WorkerApplication? _worker;

    internal Builder()
    {
    }

    /// <summary>The master of a Spark that is started here, as <c>local[2]</c>.</summary>
    public Builder Master(string master)
    {
        _master = master;
        return this;
    }

    /// <summary>The application's name.</summary>
    public Builder AppName(string appName) => Config("spark.app.name", appName);

    /// <summary>The address of a running server, as <c>sc://host:port/;token=…</c>.</summary>
    public Builder Remote(string url)
    {
        _remote = url;
        return this;
    }

    /// <summary>A setting.</summary>
    public Builder Config(string key, string value)
    {
        _settings[key] = value;
        return this;
    }

    /// <inheritdoc cref="Config(string, string)"/>
    public Builder Config(string key, bool value) => Config(key, value ? "true" : "false");

    /// <inheritdoc cref="Config(string, string)"/>
    public Builder Config(string key, double value) => Config(key, value.ToString("R", CultureInfo.InvariantCulture));

    /// <inheritdoc cref="Config(string, string)"/>
    public Builder Config(string key, long value) => Config(key, value.ToString(CultureInfo.InvariantCulture));

    /// <summary>Tables in a Hive metastore, for a Spark that is started here; a running server has its own answer.</summary>
    public Builder EnableHiveSupport() => Config("spark.sql.catalogImplementation", "hive");

    /// <summary>Where messages go.</summary>
    public Builder Logger(ILogger logger)
    {
        _logger = logger;
        return this;
    }

    /// <summary>Limits of the connection.</summary>
    public Builder Connection(ConnectOptions options)
    {
        _options = options;
        return this;
    }

    /// <summary>Gets the server's messages on how far operations are.</summary>
    public Builder Progress(IProgress<OperationProgress> progress)
    {
        _progress = progress;
        return this;
    }

    /// <summary>The application whose functions run in executors.</summary>
    public Builder Worker(WorkerApplication application)
    {
        _worker = application;
        return this;
    }

    /// <summary>Keeps Spark's classes in a folder, so that a Spark that is started here starts sooner next time: <see cref="LocalSparkOptions.ClassArchives"/>.</summary>
    public Builder ClassArchives(string folder)
    {
        _classArchives = folder;
        return this;
    }

    /// <summary>The default session with these settings, or a new one, which becomes the default.</summary>
    /// <exception cref="SparkException">No server could be reached or started.</exception>
    public async Task<SparkSession> GetOrCreateAsync(CancellationToken cancellationToken)
    {
        SparkSession? session = SparkSession.GetActiveSession() ?? SparkSession.GetDefaultSession();
        if (session is null)
        {
            session = await CreateAsync(cancellationToken);
            SparkSession.SetDefaultSession(session);
        }
        else
        {
            await ApplyAsync(session, cancellationToken);
        }

        return session;
    }

    /// <summary>A new session; the default one stays.</summary>
    /// <exception cref="SparkException">No server could be reached or started.</exception>
    public async Task<SparkSession> CreateAsync(CancellationToken cancellationToken)
    {
        SubmittedApplication.EndWithDriver();
        string? url = _remote ?? (_master is null ? Environment.GetEnvironmentVariable("SPARK_REMOTE") : null);
        SparkServer? server = null;
        if (string.IsNullOrEmpty(url))
        {
            var options = new LocalSparkOptions { Settings = new Dictionary<string, string>(_settings), ClassArchives = _classArchives, Logger = _logger };
            server = await SparkServer.StartLocalAsync(_master is null ? options : options with { Master = _master }, cancellationToken);
            url = server.Url;
        }

        try
        {
            ConnectClient client = await ConnectClient.OpenAsync(ConnectAddress.Parse(url), _options, _logger, cancellationToken);
            var session = new SparkSession(client, server, _progress);
            if (server is not null || SubmittedApplication.IsSubmitted)
            {
                _worker ??= ImplicitWorker.OfThisProgram();
            }

            await ApplyAsync(session, cancellationToken);
            return session;
        }
        catch
        {
            if (server is not null)
            {
                await server.DisposeAsync();
            }

            throw;
        }
    }

    private async Task ApplyAsync(SparkSession session, CancellationToken cancellationToken)
    {
        RuntimeConfig config = session.Conf();
        foreach ((string key, string value) in _settings)
        {
            if (await config.IsModifiableAsync(key, cancellationToken))
            {
                await config.SetAsync(key, value, cancellationToken);
            }
        }

        if (_worker is not null)
        {
            await session.UseWorkerAsync(_worker, cancellationToken);
        }
    }
}
