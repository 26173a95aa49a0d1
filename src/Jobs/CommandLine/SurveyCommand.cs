using System.CommandLine;
using Millrace.Jobs.Stages;
using Millrace.Jobs.Survey;

namespace Millrace.Jobs.CommandLine;

/// <summary><c>millrace survey JOB.yaml</c>: the input as its footers show it.</summary>
internal static class SurveyCommand
{
    /// <summary>The command.</summary>
    public static Command Create(Terminal terminal)
    {
        var command = new Command("survey", "Show the input of a job: files, rows, columns, bad files. Reads footers only.");
        var options = JobOptions.AddTo(command);
        var json = new Option<bool>("--json") { Description = "Print JSON." };
        command.Add(json);
        command.SetAction(async (parsed, cancellationToken) =>
        {
            var (job, folder) = options.Load(parsed, terminal);
            var snapshot = await new Surveyor(new SurveyOptions { Except = SplitFiles.Of(job) }).SurveyAsync(job.Input, folder, cancellationToken);
            if (parsed.GetValue(json))
            {
                terminal.Output.WriteLine(CommandJson.Of(PersonalStatistics.Without(snapshot, job.Contract)));
            }
            else
            {
                SurveyText.Write(snapshot, job, terminal.Output);
            }

            return ExitCode.Done;
        });
        return command;
    }
}
