using System.CommandLine;
using Millrace.Jobs.Cluster;
using Millrace.Jobs.Stages;

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
            var inputs = await PlannedInputs.ReadAsync(job, folder, cancellationToken);
            PlanText.Write(job, inputs, terminal.Output);
            foreach (var line in await SparkForecast.LinesAsync(job, inputs.Main, cancellationToken))
            {
                terminal.Output.WriteLine(line);
            }

            return ExitCode.Done;
        });
        return command;
    }
}
