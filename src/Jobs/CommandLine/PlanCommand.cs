using System.CommandLine;
using Millrace.Jobs.Cluster;
using Millrace.Jobs.Survey;

namespace Millrace.Jobs.CommandLine;

/// <summary><c>millrace plan JOB.yaml</c>: what a run would do. Reads footers only and writes nothing.</summary>
internal static class PlanCommand
{
    /// <summary>The command.</summary>
    public static Command Create(Terminal terminal)
    {
        var command = new Command("plan", "Show what a run would do: files, rows, stages, memory, disk. Reads footers only.");
        var options = JobOptions.AddTo(command);
        command.SetAction(async (parsed, cancellationToken) =>
        {
            var (job, folder) = options.Load(parsed, terminal);
            var snapshot = await new Surveyor(new SurveyOptions()).SurveyAsync(job.Input, folder, cancellationToken);
            PlanText.Write(job, snapshot, terminal.Output);
            foreach (var line in await SparkForecast.LinesAsync(job, snapshot, cancellationToken))
            {
                terminal.Output.WriteLine(line);
            }

            return ExitCode.Done;
        });
        return command;
    }
}
