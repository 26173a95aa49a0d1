using System.CommandLine;
using Millrace.Jobs.Progress;
using Millrace.Jobs.Specification;

namespace Millrace.Jobs.CommandLine;

/// <summary><c>millrace run JOB.yaml</c>: runs a job to its end and says what came of it.</summary>
internal static class RunCommand
{
    /// <summary>The command; <paramref name="runJob"/> does the work.</summary>
    public static Command Create(RunJob runJob, Terminal terminal)
    {
        var command = new Command("run", "Run a job: clean, split, build features, train, compare, report.");
        var options = JobOptions.AddTo(command);
        var folder = new Option<string?>("--out") { Description = "The run folder; runs/NAME by default.", HelpName = "DIR" };
        folder.Validators.Add(result =>
        {
            if (string.IsNullOrWhiteSpace(result.GetValueOrDefault<string?>()))
            {
                result.AddError("--out is empty: name a folder, or leave the option out for runs/NAME.");
            }
        });
        command.Add(folder);
        command.SetAction(async (parsed, cancellationToken) =>
        {
            var (job, jobFolder) = options.Load(parsed, terminal);
            var runFolder = parsed.GetValue(folder) ?? Path.Combine("runs", job.Name);
            var places = new RunOptions { JobFolder = jobFolder, RunFolder = Path.GetFullPath(runFolder, terminal.WorkingFolder), Logger = terminal.LoggerOf(parsed) };
            var summary = await RunDisplays.UseAsync(terminal, display => runJob(job, places, display, cancellationToken));
            SummaryText.Write(summary, terminal.Output);
            return ExitCode.Done;
        });
        return command;
    }
}
