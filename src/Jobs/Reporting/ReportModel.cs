using Millrace.Features.Cleaning;
using Millrace.Jobs.Progress;
using Millrace.Jobs.Relations;
using Millrace.Jobs.Stages.Model;
using Millrace.Training;

namespace Millrace.Jobs.Reporting;

/// <summary>
/// Everything that <c>report.html</c> shows, gathered from the stages. Sections whose data are empty or null are left out. Values of
/// personal columns must be masked before they get here; the report escapes whatever it prints.
/// </summary>
internal sealed record ReportModel
{
    /// <summary>What the command line says at the end: rows, reasons, changes, planted dirt, quality, findings.</summary>
    public required RunSummary Summary { get; init; }

    /// <summary>The way of the rows through the stages, in order.</summary>
    public required IReadOnlyList<FlowStep> Flow { get; init; }

    /// <summary>Input files in the order of the snapshot, bad ones too.</summary>
    public IReadOnlyList<InputFileReport> Inputs { get; init; } = [];

    /// <summary>The cleaning steps in the order of the job.</summary>
    public IReadOnlyList<RuleReport> Rules { get; init; } = [];

    /// <summary>What each step of the relation stage did; empty where there is none.</summary>
    public IReadOnlyList<StepReport> Joins { get; init; } = [];

    /// <summary>Cells changed, with samples that the row stage has masked already.</summary>
    public IReadOnlyList<ChangeLog> Changes { get; init; } = [];

    /// <summary>Columns of the clean rows in contract order.</summary>
    public IReadOnlyList<ColumnReport> Columns { get; init; } = [];

    /// <summary>Epochs of the training; empty where the job trains none.</summary>
    public IReadOnlyList<EpochRecord> History { get; init; } = [];

    /// <summary>What the network is and how it was trained, as name and value.</summary>
    public IReadOnlyList<KeyValuePair<string, string>> Training { get; init; } = [];

    /// <summary>Predictions on test rows; null where the job trains none.</summary>
    public PredictionReport? Predictions { get; init; }

    /// <summary>Every target's scores, calibration and threshold; empty where the job trains none.</summary>
    public IReadOnlyList<TargetQuality> Targets { get; init; } = [];

    /// <summary>Loss over learning rate; null where the job tries none.</summary>
    public RateCurve? Rates { get; init; }

    /// <summary>How sure the difference between network and baselines is.</summary>
    public IReadOnlyList<ModelDifference> Differences { get; init; } = [];

    /// <summary>What each baseline is: name and a sentence.</summary>
    public IReadOnlyList<KeyValuePair<string, string>> Baselines { get; init; } = [];

    /// <summary>Versions, seeds, hashes, machine: name and value.</summary>
    public IReadOnlyList<KeyValuePair<string, string>> Facts { get; init; } = [];

    /// <summary>Time and memory per stage.</summary>
    public IReadOnlyList<StageCost> Stages { get; init; } = [];

    /// <summary>The job file as it was read; null leaves it out.</summary>
    public string? JobText { get; init; }
}
