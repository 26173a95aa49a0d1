using System.Net;
using System.Net.Sockets;
using System.Reflection;
using System.Runtime.InteropServices;
using Microsoft.Extensions.Logging;
using Millrace.Spark.Worker.Commands;
using Millrace.Spark.Worker.Tasks;

namespace Millrace.Spark.Worker;

/// <summary>
/// Turns an application into the process that runs its C# functions inside Spark's executors. Spark starts the same executable with
/// <c>-m pyspark.daemon …</c>; let the first line of <c>Main</c> be
/// <c>if (await SparkWorker.TryRunAsync(args, operators)) return 0;</c>.
/// </summary>
public static class SparkWorker
{
    private const string ModuleOption = "-m";
    private const string DaemonModule = "pyspark.daemon";
    private const string WorkerModule = "pyspark.worker";
    private const string CodeOption = "-c";

    /// <summary>True if this process was started as a worker; it has then done its work and the application should end with code 0.</summary>
    /// <param name="args">The command line.</param>
    /// <param name="operators">What this application can run in executors.</param>
    /// <param name="options">Limits; the defaults where null.</param>
    /// <param name="logger">Where the worker logs; stderr where null. Never give one that writes to stdout.</param>
    /// <exception cref="ArgumentException">A limit is out of range.</exception>
    public static async Task<bool> TryRunAsync(
        IReadOnlyList<string> args, OperatorRegistry operators, WorkerOptions? options = null, ILogger? logger = null)
    {
        ArgumentNullException.ThrowIfNull(args);
        ArgumentNullException.ThrowIfNull(operators);
        ImplicitWorker.Decided();
        if (args is not [ModuleOption or CodeOption, _, ..])
        {
            return false;
        }

        var code = new ApplicationCode(operators, Assembly.GetEntryAssembly() ?? typeof(SparkWorker).Assembly);
        options ??= new WorkerOptions();
        options.Validate();
        using var stderr = new StderrLogger(LogLevel.Information, TimeProvider.System);
        logger ??= stderr;
        switch (args)
        {
            case [ModuleOption, DaemonModule] or [ModuleOption, DaemonModule, WorkerModule]:
                await RunDaemonAsync(code, options, logger);
                return true;
            case [ModuleOption, WorkerModule]:
                await RunSingleAsync(code, options, logger);
                return true;
            default:
                // Spark looks for Python data sources with the same executable; there are none.
                Environment.ExitCode = 1;
                await using (var error = StandardStreams.OpenError())
                {
                    error.Write("ModuleNotFoundError: No module named 'pyspark'\n"u8);
                }

                return true;
        }
    }

    private static async Task RunDaemonAsync(ApplicationCode code, WorkerOptions options, ILogger logger)
    {
        using var stop = new CancellationTokenSource();
        using var terminated = PosixSignalRegistration.Create(PosixSignal.SIGTERM, signal =>
        {
            signal.Cancel = true;
            stop.Cancel();
        });
        await using var daemon = WorkerDaemon.Listen(WorkerEnvironment.Read(), code, options, TimeProvider.System, logger);
        await using var output = StandardStreams.OpenOutput();
        await using var input = StandardStreams.OpenInput();
        daemon.Announce(output);
        await daemon.RunAsync(input, stop.Token);
    }

    private static async Task RunSingleAsync(ApplicationCode code, WorkerOptions options, ILogger logger)
    {
        var environment = WorkerEnvironment.Read();
        var runner = new TaskRunner(code, new InFlight(), options);
        var socket = environment.SocketPath is null
            ? new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true }
            : new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        EndPoint place = environment.SocketPath is { } path
            ? new UnixDomainSocketEndPoint(path)
            : new IPEndPoint(LoopbackAddress.Choose(), environment.Port ?? throw new InvalidOperationException(
                "PYTHON_WORKER_FACTORY_PORT is not set: only Spark's executor starts a worker."));
        await socket.ConnectAsync(place);
        await new WorkerConnection(socket, environment.Secret, runner, options, logger).ServeAsCallerAsync(CancellationToken.None);
    }
}
