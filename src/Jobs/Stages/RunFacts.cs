using Millrace.Jobs.Ledger;
using Millrace.Jobs.Places;
using Millrace.Jobs.Progress;
using Millrace.Jobs.Specification;
using Millrace.Jobs.Stages.Features;
using Millrace.Jobs.Stages.Model;
using Millrace.Jobs.Stages.Relations;
using Millrace.Jobs.Stages.Rows;
using Millrace.Jobs.Survey;

namespace Millrace.Jobs.Stages;

/// <summary>All that the stages of a run found out; what summary, report and manifest are made of. Later parts are null where the job does not ask for them.</summary>
internal sealed record RunFacts
{
    public required JobSpec Job { get; init; }

    public required RunFolder Folder { get; init; }

    public required Snapshot Input { get; init; }

    public Snapshot? TestInput { get; init; }

    public Snapshot? ValidationInput { get; init; }

    /// <summary>Key of the rows that learning reads.</summary>
    public required string DataKey { get; init; }

    public required RowsResult Rows { get; init; }

    public RowsResult? TestRows { get; init; }

    public RowsResult? ValidationRows { get; init; }

    public required DuplicatesResult Distinct { get; init; }

    /// <summary>The further inputs, in name order.</summary>
    public IReadOnlyList<SideInput> SideInputs { get; init; } = [];

    /// <summary>Everything that the run surveyed: the main input, the files of the split's parts, the further inputs.</summary>
    public IEnumerable<Snapshot> Inputs => [Input, .. new[] { TestInput, ValidationInput }.OfType<Snapshot>(), .. SideInputs.Select(input => input.Snapshot)];

    /// <summary>The training table; null where the job has no relation stage.</summary>
    public RelationResult? Relation { get; init; }

    /// <summary>The rows that the next stage reads.</summary>
    public PartRows PartRows => Relation is { } table
        ? new PartRows
        {
            Clean = table.FilesOf(RowRole.Main),
            Quarantined = table.FilesOf(RowRole.Quarantined),
            TestFiles = table.FilesOf(RowRole.Test),
            ValidationFiles = table.FilesOf(RowRole.Validation),
        }
        : new PartRows
        {
            Clean = Distinct.CleanFiles,
            Quarantined = Rows.QuarantinedConvertedFiles,
            TestFiles = TestRows?.CleanFiles ?? [],
            ValidationFiles = ValidationRows?.CleanFiles ?? [],
        };

    public IReadOnlyList<DirtRecovery> PlantedDirt { get; init; } = [];

    public SplitResult? Split { get; init; }

    public FitResult? Fit { get; init; }

    public EncodeResult? Encoded { get; init; }

    public TrainStageResult? Trained { get; init; }

    public EvaluateResult? Quality { get; init; }

    public BaselineStageResult? Baselines { get; init; }

    /// <summary>Loss over learning rate; null where the job tries none.</summary>
    public Millrace.Training.RateCurve? Rates { get; init; }

    public ExportResult? Exported { get; init; }

    public required IReadOnlyList<Finding> Findings { get; init; }
}
