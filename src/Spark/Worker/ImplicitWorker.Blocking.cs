using Millrace.Spark.Sql;
using Millrace.Spark.Worker.Commands;

namespace Millrace.Spark.Worker;

/// <summary>
/// Lets a program written for Microsoft.Spark keep its text: its lambdas need a worker, and its <c>Main</c> begins with a session. Asking for
/// one in a process that Spark's executor started makes that process the worker, for functions written in place, and ends it.
/// </summary>
internal static class ImplicitWorker
{
    private static int _decided;

    /// <summary>Never returns in a process that an executor started, unless <see cref="SparkWorker.TryRunAsync"/> serves it already.</summary>
    public static void BecomeIfStartedAsOne()
    {
        if (Interlocked.Exchange(ref _decided, 1) == 0 && Environment.GetCommandLineArgs() is [_, .. var args]
            && Block.On(() => SparkWorker.TryRunAsync(args, new OperatorRegistry())))
        {
            Environment.Exit(Environment.ExitCode);
        }
    }

    /// <summary>This process is or is not a worker by its own decision: sessions opened in it later are ordinary ones.</summary>
    public static void Decided() => Volatile.Write(ref _decided, 1);

    /// <summary>The program itself as worker of a Spark that shares its files; null where it runs under <c>dotnet</c>, which Spark cannot start.</summary>
    public static WorkerApplication? OfThisProgram() =>
        Path.GetFileNameWithoutExtension(Environment.ProcessPath) is null or "" or "dotnet" ? null : WorkerApplication.OfThisProcess(new OperatorRegistry());
}
