using System.CommandLine;
using Millrace.Jobs.Progress;
using Millrace.Jobs.Specification;

namespace Millrace.Jobs.CommandLine;

/// <summary><c>millrace run JOB.yaml</c>: runs a job to its end and says what came of it.</summary>
internal static class RunCommand
{
    private static readonly TimeSpan LineInterval = TimeSpan.FromSeconds(3);

    /// <summary>The command; <paramref name="runJob"/> does the work.</summary>
    public static Command Create(RunJob runJob, Terminal terminal)
    {
        var command = new Command("run", "Run a job: clean, split, build features, train, compare, report.");
        var options = JobOptions.AddTo(command);
        var folder = new Option<string?>("--out") { Description = "The run folder; runs/NAME by default.", HelpName = "DIR" };
        command.Add(folder);
        command.SetAction(async (parsed, cancellationToken) =>
        {
            var (job, jobFolder) = options.Load(parsed, terminal);
            var runFolder = parsed.GetValue(folder) ?? Path.Combine("runs", job.Name);
            var summary = await RunAsync(
                runJob,
                job,
                new RunOptions { JobFolder = jobFolder, RunFolder = Path.GetFullPath(runFolder, terminal.WorkingFolder) },
                terminal,
                cancellationToken);
            SummaryText.Write(summary, terminal.Output);
            return ExitCode.Done;
        });
        return command;
    }

    private static async Task<RunSummary> RunAsync(RunJob runJob, JobSpec job, RunOptions options, Terminal terminal, CancellationToken cancellationToken)
    {
        if (terminal.Live is { } console)
        {
            await using var live = new LiveRunDisplay(console, terminal.Time);
            return await runJob(job, options, live, cancellationToken);
        }

        using var plain = new PlainRunDisplay(terminal.Output, terminal.Time, LineInterval);
        return await runJob(job, options, plain, cancellationToken);
    }
}
