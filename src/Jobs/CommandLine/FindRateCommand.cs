using System.CommandLine;
using Millrace.Jobs.Progress;
using Millrace.Jobs.Specification;
using Millrace.Training;

namespace Millrace.Jobs.CommandLine;

/// <summary><c>millrace find-rate JOB.yaml</c>: cleans and encodes as a run does, tries learning rates, and shows the curve in a report; nothing is trained.</summary>
internal static class FindRateCommand
{
    private static readonly TimeSpan LineInterval = TimeSpan.FromSeconds(3);

    /// <summary>The command; <paramref name="runJob"/> does the work.</summary>
    public static Command Create(RunJob runJob, Terminal terminal)
    {
        var command = new Command("find-rate", "Try learning rates on a job's training rows and suggest one; trains nothing.");
        var options = JobOptions.AddTo(command);
        var folder = new Option<string?>("--out") { Description = "The run folder; runs/NAME-rate by default.", HelpName = "DIR" };
        command.Add(folder);
        command.SetAction(async (parsed, cancellationToken) =>
        {
            var (job, jobFolder) = options.Load(parsed, terminal);
            if (job.Training is not { } training)
            {
                throw new JobFileException(null, [new JobFault("training", "is not there, so there is no rate to look for", "add `training` and `network`")]);
            }

            using var display = new PlainRunDisplay(terminal.Output, terminal.Time, LineInterval);
            var summary = await runJob(
                job with { Training = training with { FindRate = training.FindRate ?? new RateSweep() } },
                new RunOptions
                {
                    JobFolder = jobFolder,
                    RunFolder = Path.GetFullPath(parsed.GetValue(folder) ?? Path.Combine("runs", job.Name + "-rate"), terminal.WorkingFolder),
                    OnlyFindRate = true,
                    Logger = terminal.LoggerOf(parsed),
                },
                display,
                cancellationToken);
            terminal.Output.WriteLine($"The curve is in {summary.OpenFirst}");
            return ExitCode.Done;
        });
        return command;
    }
}
