using Millrace.Jobs.Progress;
using Millrace.Jobs.Stages.Model;
using Millrace.Jobs.Stages.Relations;

namespace Millrace.Jobs.Stages;

/// <summary>What a run has to say at its end, from what its stages found.</summary>
internal static class RunSummaries
{
    private const string Network = "network";
    private const string Linear = "linear";
    private const string Trees = "lightgbm";

    /// <summary>The summary.</summary>
    public static RunSummary Of(RunFacts facts, TimeSpan elapsed, bool nothingToDo)
    {
        var statistics = facts.Rows.ReadStatistics();
        return new RunSummary
        {
            Job = facts.Job.Name,
            NothingToDo = nothingToDo,
            Elapsed = elapsed,
            Rows = new RowCounts(facts.Rows.Read, facts.Distinct.Rows, facts.Rows.Quarantined, facts.Distinct.Removed),
            BadFiles = [.. facts.Inputs.SelectMany(input => input.BadFiles).Select(file => new ReasonCount($"{file.Path}: {file.Reason}", 1))],
            QuarantinedByReason = [.. facts.Rows.Reasons
                .OrderByDescending(pair => pair.Value).ThenBy(pair => pair.Key, StringComparer.Ordinal)
                .Select(pair => new ReasonCount(pair.Key, pair.Value))],
            CellChanges = [.. statistics.Changes.Values
                .OrderByDescending(change => change.Cells).ThenBy(change => change.Step, StringComparer.Ordinal)
                .Select(change => new CellChangeCount(change.Step, change.Column, change.Cells))],
            Joins = [.. (facts.Relation?.Steps ?? []).Select(step => new JoinCount(step.Step, StepWords.Of(step)))],
            PlantedDirt = facts.PlantedDirt,
            Quality = facts.Quality is { TestRows: > 0 } quality ? QualityOf(quality, facts.Baselines) : null,
            Findings = facts.Findings,
            RunFolder = facts.Folder.Root,
            OpenFirst = facts.Folder.ReportFile,
        };
    }

    private static ModelQuality QualityOf(EvaluateResult quality, BaselineStageResult? baselines)
    {
        var models = baselines?.Models ?? [];
        var limited = models.FirstOrDefault(model => model.TrainingRows < model.AvailableRows);
        return new ModelQuality
        {
            TestRows = quality.TestRows,
            DecidingMetric = quality.DecidingMetric,
            LowerIsBetter = quality.LowerIsBetter,
            Models =
            [
                new ModelScore(Network, [.. quality.Test]),
                .. models.Select(model => new ModelScore(model.Name, [.. model.Test])),
            ],
            NetworkEarnedItsPlace = models.Count == 0 ? null : models.All(model => IsBetter(quality, model)),
            ShareOfTheTreesGain = ShareOfTheTreesGain(quality, models),
            BaselineTrainingRows = limited?.TrainingRows,
        };
    }

    // Better on the deciding metric, and by more than chance: the interval of the loss difference leaves out zero.
    private static bool IsBetter(EvaluateResult quality, BaselineScore model)
    {
        var (mine, theirs) = (quality.Test[quality.DecidingMetric], model.Test[quality.DecidingMetric]);
        return (quality.LowerIsBetter ? mine < theirs : mine > theirs) && model.NetworkMinusThis is { High: < 0 };
    }

    private static double? ShareOfTheTreesGain(EvaluateResult quality, IReadOnlyList<BaselineScore> models)
    {
        var linear = models.FirstOrDefault(model => model.Name == Linear);
        var trees = models.FirstOrDefault(model => model.Name == Trees);
        if (linear is null || trees is null)
        {
            return null;
        }

        var metric = quality.DecidingMetric;
        var gain = linear.Test[metric] - trees.Test[metric];
        return gain == 0 ? null : (linear.Test[metric] - quality.Test[metric]) / gain;
    }
}
