using System.CommandLine;
using Millrace.Jobs.Diagnostics;
using Millrace.Jobs.Specification;

namespace Millrace.Jobs.CommandLine;

/// <summary><c>millrace doctor</c>: what this machine has, and what is missing for what.</summary>
internal static class DoctorCommand
{
    /// <summary>The command.</summary>
    public static Command Create(Terminal terminal)
    {
        var command = new Command("doctor", "Show what this machine has, and what is missing for what.");
        var json = new Option<bool>("--json") { Description = "Print JSON." };
        var spark = new Option<string?>("--spark") { Description = "Look at this Spark too: address, version, slots, whether executors have this build and see this folder.", HelpName = "ADDRESS" };
        var worker = new Option<string?>("--worker") { Description = "The executable that Spark's executors start, as they find it.", HelpName = "PATH" };
        command.Add(json);
        command.Add(spark);
        command.Add(worker);
        command.SetAction(async (parsed, cancellationToken) =>
        {
            var report = await new Doctor(terminal.WorkingFolder, new ToolProbe(Environment.GetEnvironmentVariable)).ExamineAsync(
                parsed.GetValue(spark) is { } address ? new SparkSpec { Address = address, Worker = parsed.GetValue(worker) } : null, cancellationToken);
            if (parsed.GetValue(json))
            {
                terminal.Output.WriteLine(CommandJson.Of(report));
            }
            else
            {
                Write(report, terminal.Output);
            }

            return report.CanRunJobs ? ExitCode.Done : ExitCode.JobFailed;
        });
        return command;
    }

    private static void Write(MachineReport report, TextWriter output)
    {
        output.WriteLine($"Millrace {report.Version}");
        output.WriteLine();
        foreach (var check in report.Checks)
        {
            output.WriteLine($"{(check.Status == CheckStatus.Fine ? "ok     " : "missing")} {check.Name,-26} {check.Found}");
            if (check.Status != CheckStatus.Fine)
            {
                output.WriteLine($"{"",34} needed for {check.NeededFor}");
                output.WriteLine($"{"",34} {check.Remedy}");
            }
        }

        output.WriteLine();
        output.WriteLine(report.CanRunJobs ? "Jobs can run here." : "Jobs cannot run here.");
    }
}
