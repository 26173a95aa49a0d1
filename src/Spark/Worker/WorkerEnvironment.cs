using System.Globalization;

namespace Millrace.Spark.Worker;

/// <summary>What the executor tells its worker through the environment.</summary>
internal sealed record WorkerEnvironment
{
    /// <summary>Shown by whoever connects; null with Unix sockets.</summary>
    public string? Secret { get; init; }

    /// <summary>The port to call back, for a worker of one task.</summary>
    public int? Port { get; init; }

    /// <summary>Where a daemon makes its Unix socket; null with TCP.</summary>
    public string? SocketFolder { get; init; }

    /// <summary>The Unix socket to call back, for a worker of one task.</summary>
    public string? SocketPath { get; init; }

    /// <summary>Reads the variables of this process.</summary>
    public static WorkerEnvironment Read()
    {
        var unix = string.Equals(Environment.GetEnvironmentVariable("PYTHON_UNIX_DOMAIN_ENABLED"), "true", StringComparison.OrdinalIgnoreCase);
        return new WorkerEnvironment
        {
            Secret = unix ? null : Environment.GetEnvironmentVariable("PYTHON_WORKER_FACTORY_SECRET"),
            Port = int.TryParse(Environment.GetEnvironmentVariable("PYTHON_WORKER_FACTORY_PORT"), NumberStyles.None, CultureInfo.InvariantCulture, out var port) ? port : null,
            SocketFolder = unix ? Environment.GetEnvironmentVariable("PYTHON_WORKER_FACTORY_SOCK_DIR") : null,
            SocketPath = unix ? Environment.GetEnvironmentVariable("PYTHON_WORKER_FACTORY_SOCK_PATH") : null,
        };
    }
}
