using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography;
using System.Text.RegularExpressions;
using Microsoft.Extensions.Logging.Abstractions;
using Millrace.Spark.Connect;

namespace Millrace.Spark.Server;

/// <summary>
/// A Spark Connect server on this machine, for tests and laptops: on a free loopback port, behind a random token that only the
/// server's environment holds. It ends with this process, however that ends. Dispose stops it.
/// </summary>
public sealed partial class SparkServer : IAsyncDisposable
{
    private const int StartTries = 3;
    private const string DriverJavaOptions = "spark.driver.extraJavaOptions";
    private const string UtcOption = "-Duser.timezone=UTC";

    private readonly ServerProcess _process;
    private readonly LocalSparkOptions _options;
    private readonly string _folder;
    private readonly ClassArchive? _classes;

    private SparkServer(ServerProcess process, LocalSparkOptions options, string home, (string Folder, ClassArchive? Classes) places, int port, string token)
    {
        _process = process;
        _options = options;
        (_folder, _classes) = places;
        Home = home;
        Port = port;
        Token = token;
    }

    /// <summary>The Spark that runs.</summary>
    public string Home { get; }

    /// <summary>The loopback port at which the server listens.</summary>
    public int Port { get; }

    /// <summary>The address with the token, for <c>SparkSession.Builder().Remote(…)</c>. A secret.</summary>
    public string Url => $"sc://127.0.0.1:{Port.ToString(CultureInfo.InvariantCulture)}/;token={Token}";

    /// <summary>The server's process id (of the shell that watches it).</summary>
    public int ProcessId => _process.Id;

    internal string Token { get; }

    /// <summary>Whether the server has run something, so that its classes are worth keeping. A session that owns its server says so.</summary>
    internal bool HasWorked { get; set; } = true;

    /// <summary>Starts a server and waits until it answers.</summary>
    /// <param name="options">How; <see langword="null"/>: the defaults.</param>
    /// <param name="cancellationToken">Stops the start and the server.</param>
    /// <returns>The running server; it belongs to the caller.</returns>
    /// <exception cref="ArgumentException">The options are out of range.</exception>
    /// <exception cref="SparkException">No Spark was found, or it did not start; the message holds the end of its output.</exception>
    public static async Task<SparkServer> StartLocalAsync(LocalSparkOptions? options, CancellationToken cancellationToken)
    {
        options ??= new LocalSparkOptions();
        options.Validate();
        string home = options.SparkHome ?? await SparkHome.FindAsync(null, cancellationToken) ?? await DownloadAsync(options, cancellationToken);
        if (!SparkHome.IsHome(home))
        {
            throw new SparkException($"{home} holds no Spark: bin/spark-submit or jars is missing.");
        }

        for (int attempt = 1; ; attempt++)
        {
            try
            {
                return await StartOnceAsync(options, home, cancellationToken);
            }
            catch (PortTakenException) when (attempt < StartTries)
            {
                // another process took the port between our look and the server's start
            }
        }
    }

    /// <summary>Stops the server and everything it started, and removes its folder.</summary>
    public async ValueTask DisposeAsync()
    {
        await _process.StopAsync();
        Log.ServerStopped(_options.Logger ?? NullLogger.Instance, _process.Id, _process.ExitCode);
        await _process.DisposeAsync();
        _classes?.Close(HasWorked);
        if (_options.WorkingDirectory is null)
        {
            RemoveFolder(_folder);
        }
    }

    private static async Task<string> DownloadAsync(LocalSparkOptions options, CancellationToken cancellationToken) => options.Download is { } download
        ? await SparkHome.DownloadAsync(download, cancellationToken)
        : throw new SparkException(SparkHome.HowToGet);

    private static async Task<SparkServer> StartOnceAsync(LocalSparkOptions options, string home, CancellationToken cancellationToken)
    {
        long begin = Stopwatch.GetTimestamp();
        int port = FreePort();
        string token = options.Token ?? Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(32));
        string folder = options.WorkingDirectory ?? Directory.CreateTempSubdirectory("millrace-spark-").FullName;
        var environment = new Dictionary<string, string>(options.Environment)
        {
            ["SPARK_HOME"] = home,
            ["SPARK_CONNECT_AUTHENTICATE_TOKEN"] = token,
            ["SPARK_CONF_DIR"] = options.Environment.GetValueOrDefault("SPARK_CONF_DIR", ""),
        };
        environment.TryAdd("SPARK_LOCAL_IP", "127.0.0.1");
        ClassArchive? classes = options.ClassArchives is { } archives && environment["SPARK_CONF_DIR"].Length == 0 && !options.Settings.ContainsKey(DriverJavaOptions)
            ? ClassArchive.For(archives, home, environment)
            : null;
        TimeSpan grace = options.StopTimeout + (classes?.ExtraStopTime ?? TimeSpan.Zero);
        ServerProcess process;
        try
        {
            process = ServerProcess.Start(Command(options, home, folder, port, classes), environment, folder, grace);
        }
        catch
        {
            classes?.Close(isKept: false);
            throw;
        }

        var server = new SparkServer(process, options, home, (folder, classes), port, token);
        try
        {
            await server.AwaitAnswerAsync(cancellationToken);
        }
        catch
        {
            server.HasWorked = false;
            await server.DisposeAsync();
            throw;
        }

        Log.ServerStarted(options.Logger ?? NullLogger.Instance, process.Id, port, (long)Stopwatch.GetElapsedTime(begin).TotalMilliseconds);
        return server;
    }

    private static List<string> Command(LocalSparkOptions options, string home, string folder, int port, ClassArchive? classes)
    {
        var settings = new Dictionary<string, string>(StringComparer.Ordinal)
        {
            ["spark.connect.grpc.binding.address"] = "127.0.0.1",
            ["spark.connect.grpc.binding.port"] = port.ToString(CultureInfo.InvariantCulture),
            ["spark.connect.grpc.maxInboundMessageSize"] = "268435456",
            // Results that were sent but not received when a connection is cut must still be there: more than a network buffers.
            ["spark.connect.execute.reattachable.observerRetryBufferSize"] = "32m",
            // FP-growth through Connect is refused where models may be moved out of memory.
            ["spark.connect.session.connectML.mlCache.memoryControl.enabled"] = "false",
            ["spark.ui.enabled"] = "false",
            ["spark.sql.session.timeZone"] = "UTC",
            ["spark.sql.warehouse.dir"] = Path.Combine(folder, "warehouse"),
            [DriverJavaOptions] = classes is null ? UtcOption : $"{UtcOption} {classes.JvmOptions}",
            ["spark.executor.extraJavaOptions"] = UtcOption,
        };
        if (LocalCluster().Match(options.Master) is { Success: true } cluster)
        {
            // The first task waits for all executors, as the processes of one machine may: their number is known to a standalone scheduler by its cores only.
            settings["spark.cores.max"] = (Number(cluster.Groups[1]) * Number(cluster.Groups[2])).ToString(CultureInfo.InvariantCulture);
            settings["spark.scheduler.minRegisteredResourcesRatio"] = "1.0";
        }

        foreach ((string name, string value) in options.Settings)
        {
            settings[name] = value;
        }

        var command = new List<string>
        {
            Path.Combine(home, "bin", "spark-submit"),
            "--master", options.Master,
            "--driver-memory", options.DriverMemoryMiB.ToString(CultureInfo.InvariantCulture) + "m",
            "--name", "millrace",
            "--class", "org.apache.spark.sql.connect.service.SparkConnectServer",
        };
        foreach ((string name, string value) in settings.OrderBy(static p => p.Key, StringComparer.Ordinal))
        {
            command.Add("--conf");
            command.Add($"{name}={value}");
        }

        command.Add("spark-internal");
        return command;
    }

    private static long Number(Group group) => long.Parse(group.ValueSpan, CultureInfo.InvariantCulture);

    [GeneratedRegex(@"^local-cluster\[\s*([0-9]{1,9})\s*,\s*([0-9]{1,9})\s*,", RegexOptions.CultureInvariant)]
    private static partial Regex LocalCluster();

    private async Task AwaitAnswerAsync(CancellationToken cancellationToken)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        limit.CancelAfter(_options.StartTimeout);
        Task exit = _process.ExitAsync(limit.Token);
        var connection = new ConnectOptions { MaxRetries = 0, ConnectTimeout = TimeSpan.FromSeconds(5), CallTimeout = TimeSpan.FromMinutes(1) };
        try
        {
            while (true)
            {
                limit.Token.ThrowIfCancellationRequested();
                if (_process.HasExited)
                {
                    throw Stopped();
                }

                if (await AnswersAsync(connection, limit.Token))
                {
                    return;
                }

                await Task.WhenAny(exit, Task.Delay(TimeSpan.FromMilliseconds(200), limit.Token));
            }
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            throw new SparkException($"Spark did not answer within {_options.StartTimeout}. The end of its output:\n{_process.Tail}");
        }
    }

    private async Task<bool> AnswersAsync(ConnectOptions connection, CancellationToken cancellationToken)
    {
        using (var probe = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp))
        {
            try
            {
                await probe.ConnectAsync(IPAddress.Loopback, Port, cancellationToken);
            }
            catch (SocketException)
            {
                return false;
            }
        }

        try
        {
            await using ConnectClient client = await ConnectClient.OpenAsync(ConnectAddress.Parse(Url), connection, null, cancellationToken);
            await client.ReleaseSessionAsync(cancellationToken);
            return true;
        }
        catch (SparkUnavailableException)
        {
            return false;
        }
        catch (SparkUnauthenticatedException) when (_process.HasExited)
        {
            return false; // another server holds the port; ours has ended
        }
    }

    private SparkException Stopped()
    {
        string tail = _process.Tail;
        return tail.Contains("java.net.BindException", StringComparison.Ordinal)
            ? new PortTakenException()
            : new SparkException($"Spark ended with code {_process.ExitCode} while starting. The end of its output:\n{tail}");
    }

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }

    private static void RemoveFolder(string folder)
    {
        try
        {
            Directory.Delete(folder, recursive: true);
        }
        catch (IOException)
        {
            // a file still open under it; the system clears temporary files
        }
    }

    private sealed class PortTakenException() : SparkException("The port was taken.");
}
