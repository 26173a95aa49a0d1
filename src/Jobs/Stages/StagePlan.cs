using Millrace.Jobs.Progress;
using Millrace.Jobs.Specification;
using Millrace.Jobs.Stages.Features;
using Millrace.Jobs.Stages.Model;
using Millrace.Jobs.Stages.Relations;
using Millrace.Jobs.Stages.Rows;
using Millrace.Jobs.Survey;
using Millrace.Training.Networks;

namespace Millrace.Jobs.Stages;

/// <summary>
/// The stages that a run of a job would do, in their order, with the rows that each reads at most and about the memory it takes. It follows from the job and from footers; a test holds it against
/// the stages in the manifests of real runs.
/// </summary>
internal sealed class StagePlan
{
    /// <summary>A stage after training peaks at what the runtime still holds of it: about this share.</summary>
    private const double StillHeld = 0.7;

    private readonly JobSpec _job;
    private readonly PlannedInputs _inputs;
    private readonly MemoryEstimate _memory;

    private StagePlan(JobSpec job, PlannedInputs inputs)
    {
        _job = job;
        _inputs = inputs;
        _memory = new MemoryEstimate(job, inputs);
    }

    /// <summary>The stages of a checked job.</summary>
    public static IReadOnlyList<PlannedStage> Of(JobSpec job, PlannedInputs inputs)
    {
        var plan = new StagePlan(job, inputs);
        List<PlannedStage> stages = [.. plan.Cleaning(), .. plan.Relations(), .. plan.Learning()];
        var most = stages.Select(stage => stage.Memory.Bytes).DefaultIfEmpty().Max();
        stages.AddRange(plan.Judging().Select(stage => stage with { Memory = stage.Memory with { Bytes = Math.Max(stage.Memory.Bytes, (long)(StillHeld * most)) } }));
        return stages;
    }

    private IEnumerable<PlannedStage> Cleaning()
    {
        var (main, rows) = (_inputs.Main, _inputs.Main.Rows);
        yield return Survey(StageNames.Survey, main);
        yield return new PlannedStage(
            StageNames.Rows,
            $"convert {ProgressWords.Count(_job.Contract.Columns.Count, "column")}, then {ProgressWords.Count(_job.Cleaning.Count, "cleaning step")}, with {ProgressWords.Count(_job.Run.Readers, "reader")}",
            rows,
            _memory.RowStage(_job.Contract, main));
        if (_job.Duplicates is { } duplicates)
        {
            yield return new PlannedStage(
                DuplicatesStage.Name, duplicates.All ? "keep one of equal rows" : $"keep one row for each {string.Join(", ", duplicates.By)}", rows, _memory.Duplicates());
        }

        foreach (var (part, snapshot) in new[] { (StageNames.TestPart, _inputs.Test), (StageNames.ValidationPart, _inputs.Validation) })
        {
            if (snapshot is not null)
            {
                yield return Survey(StageNames.SurveyOf(part), snapshot);
                yield return new PlannedStage(StageNames.RowsOf(part), $"the same contract and steps over the {part} files", snapshot.Rows, _memory.RowStage(_job.Contract, snapshot));
            }
        }

        if (_job.Truth is not null)
        {
            yield return new PlannedStage(StageNames.Truth, "compare with the planted dirt", rows, _memory.Truth());
        }
    }

    private IEnumerable<PlannedStage> Relations()
    {
        if (_job.Relation is not { } relation)
        {
            yield break;
        }

        foreach (var (name, snapshot) in _inputs.Sides)
        {
            yield return Survey(StageNames.SurveyOf(name), snapshot);
            yield return new PlannedStage(
                StageNames.InputOf(name), $"the row stage of the further table {name}", snapshot.Rows, _memory.RowStage(_job.Inputs[name].Contract, snapshot));
        }

        yield return new PlannedStage(
            RelationStage.Name, $"{ProgressWords.Count(relation.Steps.Count, "step")}, joins and windows in the engine", _inputs.LearningRows, _memory.Relation());
    }

    private IEnumerable<PlannedStage> Learning()
    {
        if (_job.Features is null)
        {
            yield break;
        }

        var all = _inputs.LearningRows;
        yield return new PlannedStage(SplitStage.Name, "training, validation and test rows", all, _memory.Split());
        yield return new PlannedStage(FitStage.Name, "fit on the training rows, then freeze", Known(_memory.TrainRows), _memory.Fit());
        yield return new PlannedStage(EncodeStage.Name, "all rows, as Arrow feature files", all, _memory.Encode());
        if (_job is not { Training: { } training, Network: { } network })
        {
            yield break;
        }

        if (training.FindRate is { } sweep)
        {
            yield return new PlannedStage(
                StageNames.FindRate, $"{ProgressWords.Count(sweep.Steps, "step")} of a fresh network with a growing rate", Known(_memory.TrainRows), _memory.Train(training, network));
        }

        yield return new PlannedStage(
            TrainStage.Name, $"{Words(training, network)}, {ProgressWords.Count(_job.Run.Ranks, "rank")}", Known(_memory.TrainRows), _memory.Train(training, network));
    }

    private IEnumerable<PlannedStage> Judging()
    {
        if (_job is { Features: not null, Training: not null, Network: not null })
        {
            yield return new PlannedStage(StageNames.Evaluate, "the network on every test row that has a label", Known(_memory.TestRows), _memory.Evaluate());
            if (BaselineStage.HasAny(_job.Baselines))
            {
                yield return new PlannedStage(
                    StageNames.Baselines,
                    $"{string.Join(", ", Baselines(_job.Baselines))}, on at most {ProgressWords.Count(_job.Baselines.MaxRows)} rows",
                    Known(Math.Min(_job.Baselines.MaxRows, _memory.TrainRows)),
                    _memory.Baselines());
            }

            if (_job.Export.Onnx || _job.Export.Raw)
            {
                yield return new PlannedStage(ExportStage.Name, "ONNX, held against its runtime", null, MemoryEstimate.Export());
            }

            if (_job.Export.Card)
            {
                yield return new PlannedStage(CardStage.Name, "the model card", null, MemoryEstimate.Card());
            }
        }

        yield return new PlannedStage(StageNames.Report, "report.html, manifest.json", null, _memory.Report());
    }

    // Shares of rows that a text file does not tell are not known either.
    private long? Known(long rows) => _inputs.LearningRows is null ? null : rows;

    private static PlannedStage Survey(string name, Snapshot snapshot) =>
        new(name, $"pin {ProgressWords.Count(snapshot.Files.Count, "file")} by size, time and footer", null, MemoryEstimate.Survey(snapshot));

    /// <summary>What depends on the number of training rows is only known after the split.</summary>
    private static string Words(TrainingSpec training, NetworkSpec network)
    {
        var isTabular = network.Model == ModelKind.Tabular;
        var budget = TrainingDefaults.BudgetTflop(training, isTabular);
        var epochs = training.MaxEpochs ?? (budget is null ? TrainingDefaults.MostEpochs : null);
        var limits = new List<string>();
        limits.AddRange(epochs is { } most ? [$"{ProgressWords.Count(most)} epochs"] : []);
        limits.AddRange(budget is { } tflop ? [string.Create(System.Globalization.CultureInfo.InvariantCulture, $"{tflop:0.###} TFLOP")] : []);
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
