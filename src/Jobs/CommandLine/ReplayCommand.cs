using System.CommandLine;
using System.Globalization;
using Millrace.Jobs.Stages;

namespace Millrace.Jobs.CommandLine;

/// <summary><c>millrace replay RUN_FOLDER --step N</c>: computes one step of a finished run again, from its manifest.</summary>
internal static class ReplayCommand
{
    /// <summary>The command.</summary>
    public static Command Create(Terminal terminal)
    {
        var folder = new Argument<string>("RUN_FOLDER") { Description = "The run folder of a finished run." };
        var step = new Option<long>("--step") { Description = "The step, from 1; those of all epochs are counted on.", HelpName = "N", Required = true };
        var ranks = new Option<int>("--ranks") { Description = "Ranks to compute with: a power of two up to the job's lanes. Changes no bit.", HelpName = "N", DefaultValueFactory = _ => 1 };
        var json = new Option<bool>("--json") { Description = "Print JSON." };
        var command = new Command("replay", "Compute one step of a finished run again, and compare it with what the run left.") { folder, step, ranks, json };
        command.SetAction(async (parsed, cancellationToken) =>
        {
            var run = Path.GetFullPath(parsed.GetRequiredValue(folder), terminal.WorkingFolder);
            var replayed = await RunReplay.StepAsync(run, parsed.GetValue(step), parsed.GetValue(ranks), cancellationToken);
            if (parsed.GetValue(json))
            {
                terminal.Output.WriteLine(CommandJson.Of(replayed));
            }
            else
            {
                Write(replayed, terminal.Output);
            }

            return replayed.Matches ? ExitCode.Done : ExitCode.JobFailed;
        });
        return command;
    }

    private static void Write(ReplayedStep replayed, TextWriter output)
    {
        var step = replayed.Step;
        Line("Step", $"{step.ToStep:N0} (epoch {step.Epoch}), computed from {(step.FromStep == 0 ? "the initial weights" : string.Create(CultureInfo.InvariantCulture, $"the checkpoint after step {step.FromStep:N0}"))}");
        Line("Rows", $"{step.Rows:N0}");
        Line("Loss", $"{step.Loss:R}");
        Line("Gradient", $"{step.GradientNorm:R} (norm before clipping)");
        Line("Rate", $"{step.Rate:R}");
        Line("Parameters", $"{step.ParametersSha256} (SHA-256 after the step)");
        foreach (var (what, equal) in replayed.Compared)
        {
            Line(equal ? "Equal" : "DIFFERENT", $"{what}");
        }

        if (replayed.Compared.Count == 0)
        {
            Line("Compared", $"with nothing: the run kept no state after this step (the last steps of epochs and those of checkpoints are kept)");
        }

        void Line(string name, FormattableString text) => output.WriteLine($"{name,-12} {text.ToString(CultureInfo.InvariantCulture)}");
    }
}
