using System.Diagnostics;
using System.Reflection;
using Apache.Arrow;
using Millrace.Spark.Worker;
using Millrace.Spark.Worker.Commands;
using Millrace.Spark.Worker.Tasks;

namespace Millrace.Benchmarks.Clusters;

/// <summary>The operators that measurements run in executors, and the applications that carry them.</summary>
internal static class BenchmarkOperators
{
    /// <summary>Gives its input back.</summary>
    public const string Identity = "identity";

    public static OperatorRegistry Registry { get; } = new OperatorRegistry().Add(Identity, static () => new IdentityOperator());

    /// <summary>This program as a worker.</summary>
    public static WorkerApplication Ours() => WorkerApplication.OfThisProcess(Registry);

    /// <summary>This program as a worker that only echoes, through a script in a folder.</summary>
    public static WorkerApplication Echo(string folder)
    {
        if (OperatingSystem.IsWindows())
        {
            throw new PlatformNotSupportedException("Spark starts its worker daemon on Unix only.");
        }

        var script = Path.Combine(folder, "echo-worker.sh");
        File.WriteAllText(script, $"#!/bin/sh\nexec '{Environment.ProcessPath}' {EchoWorker.Command} \"$@\"\n");
        File.SetUnixFileMode(script, UnixFileMode.UserRead | UnixFileMode.UserExecute);
        return Ours() with { Executable = script };
    }

    /// <summary>The application for a worker inside this process.</summary>
    public static ApplicationCode Code { get; } = new(Registry, Assembly.GetExecutingAssembly());

    /// <summary>When an identity operator was last called, in ticks of the stopwatch.</summary>
    public static long LastCall => Interlocked.Read(ref IdentityOperator.Called);

    private sealed class IdentityOperator : IBatchOperator
    {
        public static long Called;

        public IAsyncEnumerable<RecordBatch> RunAsync(IAsyncEnumerable<RecordBatch> input, SparkTaskContext context, CancellationToken cancellationToken)
        {
            Interlocked.Exchange(ref Called, Stopwatch.GetTimestamp());
            return input;
        }
    }
}
