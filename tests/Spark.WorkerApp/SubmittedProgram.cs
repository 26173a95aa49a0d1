using System.Globalization;
using System.Runtime.InteropServices;
using Millrace.Spark.Sql;
using Millrace.Spark.WorkerApp.Programs;

namespace Millrace.Spark.WorkerApp;

/// <summary>What the tests run in a driver: <c>count FILE CODE</c>, <c>wait FILE</c>, or one of the programs in <c>Programs/</c> with its arguments.</summary>
internal static class SubmittedProgram
{
    /// <summary>The program's exit code.</summary>
    public static Task<int> RunAsync(string[] args) => args switch
    {
        ["count", var file, var code] => CountAsync(file, int.Parse(code, CultureInfo.InvariantCulture)),
        ["wait", var file] => WaitAsync(file),
        ["region-report", .. var files] => RunProgram(RegionReport.Run, files),
        _ => Task.FromResult(2),
    };

    private static Task<int> RunProgram(Action<string[]> main, string[] args)
    {
        main(args);
        return Task.FromResult(0);
    }

    /// <summary>Counts with the cluster, writes the count, ends with the code that it was given.</summary>
    private static async Task<int> CountAsync(string file, int code)
    {
        await using SparkSession session = await SparkSession.Builder().CreateAsync(CancellationToken.None);
        long count = await session.Range(0, 1000, 1, 4).CountAsync(CancellationToken.None);
        await File.WriteAllTextAsync(file, count.ToString(CultureInfo.InvariantCulture));
        return code;
    }

    /// <summary>Tells its process id once it has a session; when TERM comes, says so in a file beside it and ends in order.</summary>
    private static async Task<int> WaitAsync(string file)
    {
        var terminated = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        using var registration = PosixSignalRegistration.Create(PosixSignal.SIGTERM, signal =>
        {
            signal.Cancel = true;
            terminated.TrySetResult();
        });
        await using SparkSession session = await SparkSession.Builder().CreateAsync(CancellationToken.None);
        await session.Range(1).CountAsync(CancellationToken.None);
        await File.WriteAllTextAsync(file + ".tmp", Environment.ProcessId.ToString(CultureInfo.InvariantCulture));
        File.Move(file + ".tmp", file);
        await terminated.Task;
        await File.WriteAllTextAsync(file + ".ended", "in order");
        return 0;
    }
}
