namespace Millrace.Jobs.CommandLine;

/// <summary>How the command line ends. Scripts rely on the numbers.</summary>
internal static class ExitCode
{
    /// <summary>Done.</summary>
    public const int Done = 0;

    /// <summary>The job failed: a gate, the data or the training; or this machine cannot run jobs.</summary>
    public const int JobFailed = 1;

    /// <summary>Wrong use: the job file or the options.</summary>
    public const int WrongUse = 2;

    /// <summary>Interrupted by Ctrl-C or SIGTERM; the same command goes on from what is finished.</summary>
    public const int Interrupted = 130;
}
