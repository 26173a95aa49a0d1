using System.Globalization;
using Millrace.Jobs.Progress;
using Millrace.Jobs.Specification;
using Millrace.Jobs.Stages;
using Millrace.Jobs.Stages.Model;
using Millrace.Jobs.Survey;
using Millrace.Training.Networks;

namespace Millrace.Jobs.CommandLine;

/// <summary>Puts into words what a run would do.</summary>
internal static class PlanText
{
    /// <summary>Writes the plan of <paramref name="job"/> over <paramref name="snapshot"/>.</summary>
    public static void Write(JobSpec job, Snapshot snapshot, TextWriter output)
    {
        output.WriteLine($"Job {job.Name}, plan {job.PlanHash()[..16]}, seed {job.Seed}");
        output.WriteLine();
        output.WriteLine($"Input    {ProgressWords.Count(snapshot.Files.Count, "file")}, {SurveyText.Rows(snapshot.Rows)}, {ProgressWords.Bytes(snapshot.Bytes)}");
        foreach (var bad in snapshot.BadFiles)
        {
            output.WriteLine($"         left out: {bad.Path}, {bad.Reason}");
        }

        output.WriteLine();
        output.WriteLine("Stages");
        var number = 0;
        foreach (var stage in Stages(job, snapshot))
        {
            output.WriteLine($"  {++number}. {stage}");
        }

        output.WriteLine();
        WriteMemory(MemoryEstimate.Of(job, snapshot), output);
        output.WriteLine($"Disk     about {ProgressWords.Bytes(2 * snapshot.Bytes)} in the run folder: clean and quarantined rows, encoded features");
    }

    private static void WriteMemory(IReadOnlyList<StageMemory> stages, TextWriter output)
    {
        var most = stages.MaxBy(stage => stage.Bytes)!;
        output.WriteLine($"Memory   at most about {ProgressWords.Bytes(most.Bytes)}, in stage {most.Stage}:");
        foreach (var stage in stages)
        {
            output.WriteLine($"         {ProgressWords.Bytes(stage.Bytes),9}  {stage.Stage}: {stage.Words}");
        }
    }

    private static List<string> Stages(JobSpec job, Snapshot snapshot)
    {
        var stages = new List<string>
        {
            $"survey: pin {ProgressWords.Count(snapshot.Files.Count, "file")} by size, time and footer",
            $"rows: convert {ProgressWords.Count(job.Contract.Columns.Count, "column")}, then {ProgressWords.Count(job.Cleaning.Count, "cleaning step")}, with {ProgressWords.Count(job.Run.Readers, "reader")}",
        };
        if (job.Duplicates is { } duplicates)
        {
            stages.Add(duplicates.All ? "duplicates: keep one of equal rows" : $"duplicates: keep one row for each {string.Join(", ", duplicates.By)}");
        }

        if (job.Relation is { } relation)
        {
            stages.AddRange(job.Inputs.OrderBy(input => input.Key, StringComparer.Ordinal).Select(input => $"input_{input.Key}: the same for the further table {input.Key}"));
            stages.Add($"relation: {ProgressWords.Count(relation.Steps.Count, "step")}, joins and windows in the engine");
        }

        if (job.Training is { } training)
        {
            stages.Add("split: training, validation and test rows");
            stages.Add("features: fit on the training rows, then freeze");
            stages.Add("encode: all rows, as Arrow feature files");
            stages.Add($"train: {Words(training, job.Network)}, {ProgressWords.Count(job.Run.Ranks, "rank")}");
            stages.Add("evaluate: the network on every test row that has a label");
            if (BaselineStage.HasAny(job.Baselines))
            {
                stages.Add($"baselines: {string.Join(", ", Baselines(job.Baselines))}, on at most {ProgressWords.Count(job.Baselines.MaxRows)} rows");
            }
        }

        stages.Add("report: report.html, manifest.json");
        return stages;
    }

    /// <summary>What depends on the number of training rows is only known after the split.</summary>
    private static string Words(TrainingSpec training, NetworkSpec? network)
    {
        var isTabular = network?.Model == ModelKind.Tabular;
        var budget = TrainingDefaults.BudgetTflop(training, isTabular);
        var epochs = training.MaxEpochs ?? (budget is null ? TrainingDefaults.MostEpochs : null);
        var limits = new List<string>();
        limits.AddRange(epochs is { } most ? [$"{ProgressWords.Count(most)} epochs"] : []);
        limits.AddRange(budget is { } tflop ? [string.Create(CultureInfo.InvariantCulture, $"{tflop:0.###} TFLOP")] : []);
        var rows = training.BatchRows ?? (isTabular ? null : TrainingDefaults.BatchRows(training, isTabular: false, trainRows: 0));
        var batch = rows is { } given ? $"{ProgressWords.Count(given)} rows a step" : "rows a step by the number of training rows";
        return $"at most {string.Join(" and ", limits)}, {batch}, {training.Lanes} lanes";
    }

    private static IEnumerable<string> Baselines(BaselineSpec baselines)
    {
        if (baselines.Linear)
        {
            yield return "linear model";
        }

        if (baselines.Lightgbm)
        {
            yield return "trees (LightGBM)";
        }

        if (baselines.Naive is { } column)
        {
            yield return $"the column {column}";
        }
    }
}
