namespace Millrace.Jobs.Progress;

/// <summary>What a finished run has to say, before it is put into words. Holds counts and scores only, never values of rows.</summary>
public sealed record RunSummary
{
    /// <summary>The job's name.</summary>
    public required string Job { get; init; }

    /// <summary>True where every stage had been finished by an earlier run and nothing was done.</summary>
    public bool NothingToDo { get; init; }

    /// <summary>Wall time of this run.</summary>
    public required TimeSpan Elapsed { get; init; }

    /// <summary>Rows over the run.</summary>
    public required RowCounts Rows { get; init; }

    /// <summary>Input files that were left out, each with its reason.</summary>
    public IReadOnlyList<ReasonCount> BadFiles { get; init; } = [];

    /// <summary>Rows per reason of quarantine, most first. A row with two reasons counts in both.</summary>
    public IReadOnlyList<ReasonCount> QuarantinedByReason { get; init; } = [];

    /// <summary>Cells changed per rule and column, most first.</summary>
    public IReadOnlyList<CellChangeCount> CellChanges { get; init; } = [];

    /// <summary>What each step of the relation stage did, in order; empty where there is none.</summary>
    public IReadOnlyList<JoinCount> Joins { get; init; } = [];

    /// <summary>How much of the dirt planted in a sample was found, per kind; empty for any other job.</summary>
    public IReadOnlyList<DirtRecovery> PlantedDirt { get; init; } = [];

    /// <summary>How good the models are on the test rows; null where the job trains none.</summary>
    public ModelQuality? Quality { get; init; }

    /// <summary>What the run found that a person should know.</summary>
    public IReadOnlyList<Finding> Findings { get; init; } = [];

    /// <summary>The run folder, as a full path.</summary>
    public required string RunFolder { get; init; }

    /// <summary>The file to open first, as a full path: the report.</summary>
    public required string OpenFirst { get; init; }
}
