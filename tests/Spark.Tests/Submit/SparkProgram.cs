using System.Diagnostics;
using System.Globalization;

namespace Millrace.Spark.Tests.Submit;

/// <summary>One of Spark's own programs (<c>spark-submit</c>, a master, a worker), ended by its id at the latest when disposed.</summary>
internal sealed class SparkProgram : IAsyncDisposable
{
    private readonly Process _process;

    private SparkProgram(Process process)
    {
        _process = process;
        Output = new OutputTail(process);
    }

    public int Id => _process.Id;

    public OutputTail Output { get; }

    /// <summary>Starts <c>HOME/bin/PROGRAM</c>; the shell scripts there replace themselves, so the id is the virtual machine's.</summary>
    public static SparkProgram Start(string home, string program, string folder, params ReadOnlySpan<string> arguments)
    {
        var start = new ProcessStartInfo(Path.Combine(home, "bin", program))
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            WorkingDirectory = folder,
        };
        foreach (string argument in arguments)
        {
            start.ArgumentList.Add(argument);
        }

        start.Environment["SPARK_HOME"] = home;
        start.Environment["SPARK_LOCAL_IP"] = "127.0.0.1";
        start.Environment["SPARK_LOG_DIR"] = folder;
        start.Environment.Remove("SPARK_REMOTE");
        return new SparkProgram(Process.Start(start)!);
    }

    /// <summary>Sends a signal by its name.</summary>
    public async Task SignalAsync(string signal)
    {
        using var kill = Process.Start("kill", ["-s", signal, Id.ToString(CultureInfo.InvariantCulture)]);
        await kill.WaitForExitAsync(TestContext.Current.CancellationToken);
    }

    /// <summary>Waits for the end and gives the exit code.</summary>
    public async Task<int> ExitAsync(TimeSpan limit)
    {
        await _process.WaitForExitAsync(TestContext.Current.CancellationToken).WaitAsync(limit, TestContext.Current.CancellationToken);
        return _process.ExitCode;
    }

    public async ValueTask DisposeAsync()
    {
        if (!_process.HasExited)
        {
            _process.Kill(entireProcessTree: true);
            await _process.WaitForExitAsync(CancellationToken.None);
        }

        _process.Dispose();
    }
}
