using System.Globalization;
using Millrace.Jobs.Progress;
using Millrace.Jobs.Specification;
using Millrace.Jobs.Stages;

namespace Millrace.Jobs.CommandLine;

/// <summary>Puts into words what a run would do.</summary>
internal static class PlanText
{
    /// <summary>Writes the plan of <paramref name="job"/> over <paramref name="inputs"/>.</summary>
    public static void Write(JobSpec job, PlannedInputs inputs, TextWriter output)
    {
        var main = inputs.Main;
        output.WriteLine($"Job {job.Name}, plan {job.PlanHash()[..16]}, seed {job.Seed}");
        output.WriteLine();
        output.WriteLine($"Input    {ProgressWords.Count(main.Files.Count, "file")}, {SurveyText.Rows(main.Rows)}, {ProgressWords.Bytes(main.Bytes)}");
        foreach (var bad in main.BadFiles)
        {
            output.WriteLine($"         left out: {bad.Path}, {bad.Reason}");
        }

        var stages = StagePlan.Of(job, inputs);
        output.WriteLine();
        WriteStages(stages, output);
        var most = stages.MaxBy(stage => stage.Memory.Bytes)!;
        output.WriteLine();
        output.WriteLine($"Memory   at most about {ProgressWords.Bytes(most.Memory.Bytes)}, in stage {most.Name}: {most.Memory.Words}");
        output.WriteLine($"Disk     about {ProgressWords.Bytes(2 * main.Bytes)} in the run folder: clean and quarantined rows, encoded features");
    }

    private static void WriteStages(IReadOnlyList<PlannedStage> stages, TextWriter output)
    {
        var width = stages.Max(stage => stage.Name.Length);
        output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"Stages{new string(' ', width)} {"rows at most",12} {"memory",9}"));
        var number = 0;
        foreach (var stage in stages)
        {
            output.WriteLine(string.Create(
                CultureInfo.InvariantCulture,
                $"  {++number,2}. {stage.Name.PadRight(width)} {(stage.Rows is { } rows ? ProgressWords.Count(rows) : "-"),12} {ProgressWords.Bytes(stage.Memory.Bytes),9}  {stage.Words}"));
        }
    }
}
