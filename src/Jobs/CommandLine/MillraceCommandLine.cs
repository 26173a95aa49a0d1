using System.CommandLine;

namespace Millrace.Jobs.CommandLine;

/// <summary>The command line <c>millrace</c>: its commands, and how a process ends.</summary>
internal static class MillraceCommandLine
{
    /// <summary>The option that makes commands talkative.</summary>
    public const string VerboseName = "--verbose";

    /// <summary>Runs one command of this process.</summary>
    /// <param name="arguments">The arguments after the program's name.</param>
    /// <param name="runJob">What <c>run</c> does; without it there is no such command.</param>
    /// <returns>The exit code, see <see cref="ExitCode"/>.</returns>
    public static async Task<int> RunAsync(IReadOnlyList<string> arguments, RunJob? runJob)
    {
        var terminal = Terminal.OfThisProcess();
        using var interruption = Interruption.Listen(terminal.Error);
        return await RunAsync(arguments, runJob, terminal, interruption.Token);
    }

    /// <summary>Runs one command.</summary>
    /// <returns>The exit code, see <see cref="ExitCode"/>.</returns>
    public static async Task<int> RunAsync(IReadOnlyList<string> arguments, RunJob? runJob, Terminal terminal, CancellationToken cancellationToken)
    {
        var verbose = new Option<bool>(VerboseName) { Description = "Log stages and findings to the error stream, and show the stack trace of a failure.", Recursive = true };
        var root = new RootCommand("Takes large, dirty Parquet to a trained neural network.")
        {
            PlanCommand.Create(terminal),
            SurveyCommand.Create(terminal),
            DoctorCommand.Create(terminal),
            SchemaCommand.Create(terminal),
            ScoreCommand.Create(terminal),
            ReplayCommand.Create(terminal),
            verbose,
        };
        if (runJob is not null)
        {
            root.Add(RunCommand.Create(runJob, terminal));
            root.Add(FindRateCommand.Create(runJob, terminal));
        }

        var parsed = root.Parse([.. arguments]);
        if (parsed.Errors.Count > 0)
        {
            foreach (var error in parsed.Errors)
            {
                terminal.Error.WriteLine(error.Message);
            }

            terminal.Error.WriteLine("see millrace --help");
            return ExitCode.WrongUse;
        }

        try
        {
            return await parsed.InvokeAsync(
                new InvocationConfiguration
                {
                    Output = terminal.Output,
                    Error = terminal.Error,
                    EnableDefaultExceptionHandler = false,
                    ProcessTerminationTimeout = null,
                },
                cancellationToken);
        }
        catch (Exception failure)
        {
            return FailureReport.Write(failure, parsed.GetValue(verbose), cancellationToken.IsCancellationRequested, terminal.Error);
        }
    }
}
