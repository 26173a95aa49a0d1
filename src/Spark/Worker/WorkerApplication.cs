using System.Globalization;
using System.Reflection;
using Millrace.Spark.Worker.Commands;
using Millrace.Spark.Worker.Memory;

namespace Millrace.Spark.Worker;

/// <summary>The application whose functions a session runs in executors: the same build on the driver and on every node. Immutable.</summary>
public sealed record WorkerApplication
{
    /// <summary>What can be run, by name. The executors' application must register the same.</summary>
    public required OperatorRegistry Operators { get; init; }

    /// <summary>
    /// The executable as an executor finds it: an absolute path that is the same on all nodes; <c>./NAME/FILE</c> in a folder given by
    /// <c>SparkSession.AddArchiveAsync</c>; <c>../NAME/FILE</c> in an archive of <c>spark.archives</c>.
    /// </summary>
    public required string Executable { get; init; }

    /// <summary>The entry assembly of that executable; its name, version and module id are compared on the executor. Default: this process's.</summary>
    public Assembly Assembly { get; init; } = Assembly.GetEntryAssembly() ?? typeof(WorkerApplication).Assembly;

    /// <summary>All that a worker may use, bytes, inside Spark's memory overhead; null: unlimited, for one machine only. At least 64 MiB.</summary>
    public long? MemoryBytes { get; init; }

    /// <summary>Whether tasks share a process.</summary>
    public WorkerIsolation Isolation { get; init; }

    /// <summary>This process's own executable, for a Spark whose nodes have it at the same path.</summary>
    /// <exception cref="InvalidOperationException">The process was started through <c>dotnet</c>: Spark needs one executable file.</exception>
    public static WorkerApplication OfThisProcess(OperatorRegistry operators)
    {
        var path = Environment.ProcessPath ?? "";
        return Path.GetFileNameWithoutExtension(path) is "dotnet" or ""
            ? throw new InvalidOperationException("This process was started through dotnet; start the application's own executable, which Spark can start too.")
            : new WorkerApplication { Operators = operators, Executable = path };
    }

    /// <summary>The session settings that make Spark start this application.</summary>
    internal IReadOnlyDictionary<string, string> Settings()
    {
        Validate();
        var settings = new Dictionary<string, string>(StringComparer.Ordinal)
        {
            ["spark.sql.execution.pyspark.python"] = Executable,
            // Spark reads the file of the assignments in flight when a worker dies.
            ["spark.sql.execution.pyspark.udf.faulthandler.enabled"] = "true",
            ["spark.sql.execution.pandas.udf.buffer.size"] = (1 << 20).ToString(CultureInfo.InvariantCulture),
            ["spark.sql.execution.arrow.useLargeVarTypes"] = "false",
            ["spark.sql.execution.arrow.compression.codec"] = "none",
            [WorkerSettings.IsolationKey] = Isolation == WorkerIsolation.Process ? "process" : "shared",
        };
        if (MemoryBytes is { } bytes)
        {
            settings[WorkerSettings.MemoryKey] = bytes.ToString(CultureInfo.InvariantCulture);
        }

        return settings;
    }

    private void Validate()
    {
        var faults = new List<string>();
        if (string.IsNullOrWhiteSpace(Executable) || Executable == "dotnet")
        {
            faults.Add("Executable is the file that Spark starts, not dotnet");
        }

        if (MemoryBytes < MemoryBudget.LeastBytes)
        {
            faults.Add("MemoryBytes is at least 64 MiB");
        }

        if (faults.Count > 0)
        {
            throw new ArgumentException("Worker application: " + string.Join("; ", faults) + ".");
        }
    }
}
