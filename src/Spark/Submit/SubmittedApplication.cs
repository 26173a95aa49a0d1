using System.Runtime.InteropServices;
using Millrace.Spark.Worker;

namespace Millrace.Spark.Submit;

/// <summary>
/// This application as the child of <c>spark-submit</c>'s driver (deploy/spark/runner). The driver holds the other end of its standard
/// input: when that ends, the driver is gone, and so must the application be. Thread-safe.
/// </summary>
public static partial class SubmittedApplication
{
    private const string StandardInputEnds = "MILLRACE_STDIN_ENDS";
    private const int Terminate = 15;
    private const int ExitTerminated = 143;
    private static readonly TimeSpan Grace = TimeSpan.FromSeconds(20);
    private static int _watching;

    /// <summary>Whether the runner of <c>spark-submit</c> started this process.</summary>
    public static bool IsSubmitted => Environment.GetEnvironmentVariable(StandardInputEnds) == "1";

    /// <summary>
    /// Where <see cref="IsSubmitted"/>: from now on, when standard input ends this process gets TERM, and ends in 20 seconds at the latest.
    /// Otherwise nothing. A session's builder calls it too; call it first if much happens before there is a session.
    /// </summary>
    public static void EndWithDriver()
    {
        if (IsSubmitted && Interlocked.Exchange(ref _watching, 1) == 0)
        {
            new Thread(Watch) { IsBackground = true, Name = "millrace-driver-watch" }.Start();
        }
    }

    private static void Watch()
    {
        using Stream input = StandardStreams.OpenInput();
        Span<byte> ignored = stackalloc byte[256];
        try
        {
            while (input.Read(ignored) > 0)
            {
                // the driver says nothing on this pipe
            }
        }
        catch (IOException)
        {
            // as good as its end
        }

        // As a TERM from the system, so that whoever handles TERM ends in order.
        _ = Kill(Environment.ProcessId, Terminate);
        Thread.Sleep(Grace);
        Environment.Exit(ExitTerminated);
    }

    [LibraryImport("libc", EntryPoint = "kill")]
    private static partial int Kill(int process, int signal);
}
