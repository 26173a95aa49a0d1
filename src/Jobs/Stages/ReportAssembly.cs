using System.Globalization;
using System.Runtime.InteropServices;
using Millrace.Features.Cleaning;
using Millrace.Features.Cleaning.Steps;
using Millrace.Jobs.Ledger;
using Millrace.Jobs.Progress;
using Millrace.Jobs.Relations;
using Millrace.Jobs.Reporting;
using Millrace.Jobs.Stages.Model;
using Millrace.Jobs.Survey;

namespace Millrace.Jobs.Stages;

/// <summary>Gathers what the report shows from what the stages found.</summary>
internal static class ReportAssembly
{
    /// <summary>The most test rows whose predictions the report holds.</summary>
    public const long MostPredictions = 500_000;

    /// <summary>The report's content.</summary>
    public static async Task<ReportModel> BuildAsync(RunFacts facts, RunSummary summary, IReadOnlyList<StagePart> parts, CancellationToken cancellationToken)
    {
        var statistics = facts.Rows.ReadStatistics();
        return new ReportModel
        {
            Summary = summary,
            Flow = FlowOf(facts),
            Inputs = [.. facts.Inputs.SelectMany(InputsOf)],
            Rules = [.. facts.Job.Cleaning.Select(step => RuleOf(step, statistics))],
            Changes = [.. statistics.Changes.Values],
            Joins = facts.Relation?.Steps ?? [],
            Columns = await ColumnReports.ReadAsync(facts.Folder.Place(Rows.RowsOutputs.ProfileFileName), cancellationToken),
            History = facts.Trained?.History ?? [],
            Training = TrainingWords.Of(facts),
            Rates = facts.Rates,
            Targets = facts.Quality is { TestRows: > 0 } scored ? scored.Targets : [],
            Predictions = PredictionsOf(facts, cancellationToken),
            Differences = [.. (facts.Baselines?.Models ?? []).Where(model => model.NetworkMinusThis is not null).Select(model =>
                new ModelDifference(model.Name, facts.Job.Training!.Task == Specification.TrainingTask.Regression ? "absolute error" : "log loss", model.NetworkMinusThis!))],
            Baselines = [.. (facts.Baselines?.Models ?? []).Select(model => KeyValuePair.Create(model.Name, model.Details))],
            Facts = FactsOf(facts),
            Stages = [.. parts.Select(part => new StageCost(part.Name, part.Seconds, part.PeakBytes))],
        };
    }

    private static IEnumerable<InputFileReport> InputsOf(Snapshot snapshot) =>
    [
        .. snapshot.Files.Select(file => new InputFileReport(file.Path, file.Bytes, file.Rows, null)),
        .. snapshot.BadFiles.Select(file => new InputFileReport(file.Path, 0, null, file.Reason)),
    ];

    private static List<FlowStep> FlowOf(RunFacts facts)
    {
        var flow = new List<FlowStep>
        {
            new("read", facts.Rows.Read, ProgressWords.Count(facts.Input.Files.Count, "file"), []),
            new("rows", facts.Rows.Clean, "contract and rules", [KeyValuePair.Create("quarantined", facts.Rows.Quarantined)]),
        };
        if (facts.Job.Duplicates is not null)
        {
            flow.Add(new("distinct", facts.Distinct.Rows, "one of each set of duplicates", [KeyValuePair.Create("duplicates", facts.Distinct.Removed)]));
        }

        if (facts.Relation is { } table)
        {
            var dropped = facts.Distinct.Rows - table.Rows;
            flow.Add(new("joined", table.Rows, $"{table.Steps.Count} steps with {facts.SideInputs.Count} further tables", dropped > 0 ? [KeyValuePair.Create("dropped by joins", dropped)] : []));
        }

        if (facts.Split is { } split && facts.Encoded is { } encoded)
        {
            flow.Add(new("training rows", encoded.TrainRows, "features are fitted on these only", []));
            flow.Add(new("validation rows", encoded.ValidationRows, "early stopping", []));
            flow.Add(new("test rows", encoded.TestRows, "every one with a label, quarantined ones too", [KeyValuePair.Create("without a label", encoded.TestRowsWithoutLabel)]));
            _ = split;
        }

        return flow;
    }

    private static RuleReport RuleOf(CleaningStep step, RowStageStatistics statistics)
    {
        var counts = statistics.Rules.GetValueOrDefault(step.StepName);
        var isRule = statistics.Rules.ContainsKey(step.StepName);
        var cells = statistics.Changes.Values.Where(change => change.Step == step.StepName).Sum(change => change.Cells);
        var what = step is RuleStep rule ? $"{rule.Check}, otherwise {rule.Otherwise.ToString().ToLowerInvariant()}" : step.GetType().Name.Replace("Step", "", StringComparison.Ordinal).ToLowerInvariant();
        return new RuleReport(
            step.StepName, what, isRule ? counts.Passed : null, isRule ? counts.Failed : null, isRule ? counts.Unknown : null, cells);
    }

    private static PredictionReport? PredictionsOf(RunFacts facts, CancellationToken cancellationToken)
    {
        if (facts is not { Quality: { TestRows: > 0 } quality, Fit: { } fit, Job.Training: { } training })
        {
            return null;
        }

        // The report's pictures are about the first target, whose predictions come first in every row. Rows lie in the order of their ids, so every n-th of them is as good a sample as any.
        var label = fit.Layout.Labels[0];
        var width = training.Task == Specification.TrainingTask.Multiclass ? label.Classes.Count : 1;
        var most = MaxPredictions(width);
        var every = (quality.TestRows + most - 1) / most;
        return new PredictionReport
        {
            Task = training.Task,
            Label = label.Name,
            Unit = RelationPlan.ContractOf(facts.Job).Columns.FirstOrDefault(column => column.Name == label.Name)?.Unit,
            Classes = label.Classes,
            Labels = FloatFile.ReadEvenly(facts.Folder.Place(quality.LabelsFile), (1, 1), every, cancellationToken),
            Outputs = FloatFile.ReadEvenly(facts.Folder.Place(quality.OutputsFile), (quality.Outputs, width), every, cancellationToken),
            TestRows = quality.TestRows,
        };
    }

    // Predictions are held, so they are bounded: fewer rows of many classes.
    private static long MaxPredictions(int width) => Math.Max(1, Math.Min(MostPredictions, (64L << 20) / width));

    private static List<KeyValuePair<string, string>> FactsOf(RunFacts facts) =>
    [
        new("version", ProductInfo.Version),
        new("runtime", RuntimeInformation.FrameworkDescription),
        new("seed", facts.Job.Seed.ToString(CultureInfo.InvariantCulture)),
        new("split seed", facts.Job.Split.SplitSeed.ToString(CultureInfo.InvariantCulture)),
        new("plan SHA-256", facts.Job.PlanHash()),
    ];
}
