using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Reflection;
using System.Runtime.InteropServices;
using Microsoft.Extensions.Logging;
using Millrace.Spark.Worker.Commands;
using Millrace.Spark.Worker.Isolation;
using Millrace.Spark.Worker.Memory;
using Millrace.Spark.Worker.Tasks;
using Millrace.Spark.Worker.Wire;

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
    private const int ThreadsAtLeast = 16;

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
            case [ModuleOption, TaskChild.Module, ..]:
                await RunTaskAsync(code, options, logger, args.Count > 2 ? long.Parse(args[2], CultureInfo.InvariantCulture) : null);
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
        MakeRoomOnThePool();
        using var host = new WorkerHost(code, options, new AssignmentLog(), TimeProvider.System, logger);
        await using var daemon = WorkerDaemon.Listen(WorkerEnvironment.Read(), host);
        await using var output = StandardStreams.OpenOutput();
        await using var input = StandardStreams.OpenInput();
        daemon.Announce(output);
        await daemon.RunAsync(input, stop.Token);
    }

    private static async Task RunSingleAsync(ApplicationCode code, WorkerOptions options, ILogger logger)
    {
        var environment = WorkerEnvironment.Read();
        MakeRoomOnThePool();
        using var host = new WorkerHost(code, options, new AssignmentLog(), TimeProvider.System, logger);
        var socket = environment.SocketPath is null
            ? new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true }
            : new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        EndPoint place = environment.SocketPath is { } path
            ? new UnixDomainSocketEndPoint(path)
            : new IPEndPoint(LoopbackAddress.Choose(), environment.Port ?? throw new InvalidOperationException(
                "PYTHON_WORKER_FACTORY_PORT is not set: only Spark's executor starts a worker."));
        await socket.ConnectAsync(place);
        await new WorkerConnection(socket, environment.Secret, host).ServeAsCallerAsync(CancellationToken.None);
    }

    // One task alone, for the process that started this one: the task on stdin, the answer in frames on stdout.
    private static async Task RunTaskAsync(ApplicationCode code, WorkerOptions options, ILogger logger, long? memoryBytes)
    {
        MakeRoomOnThePool();
        await using var input = StandardStreams.OpenInput();
        await using var output = StandardStreams.TakeOutput();
        var incoming = new PeekStream(input, options.ConnectionBufferBytes);
        if (TaskHeaderReader.Read(incoming, options) is not { } header)
        {
            return;
        }

        using var memory = new ProcessMemory(memoryBytes, logger);
        using var log = AssignmentLog.ForChild();
        using var life = new TaskLife(CancellationToken.None);
        var runner = new TaskRunner(code, log, memory, options, SpecialLength.EndOfDataSection);
        await runner.RunAsync(header, Assignment.Of(header), incoming, new WireWriter(new FrameStream(output)), life);
    }

    // Operators may keep threads of the pool busy; the worker's own continuations must not wait for the pool to notice.
    private static void MakeRoomOnThePool()
    {
        ThreadPool.GetMinThreads(out var workers, out var ports);
        ThreadPool.SetMinThreads(Math.Max(workers, ThreadsAtLeast + (4 * Environment.ProcessorCount)), ports);
    }
}
