using Millrace.Jobs.Ledger;

namespace Millrace.Jobs.Scoring;

/// <summary>What came of scoring: <c>scoring.json</c>, which exists exactly when all answers do.</summary>
internal sealed record ScoreSummary
{
    /// <summary>The job's name.</summary>
    public required string Job { get; init; }

    /// <summary>Hash of the weights that scored.</summary>
    public required string WeightsSha256 { get; init; }

    /// <summary>Hash of the frozen feature model.</summary>
    public required string FeaturesSha256 { get; init; }

    /// <summary>The scored files with size, footer hash and rows.</summary>
    public required IReadOnlyList<ManifestInput> Inputs { get; init; }

    /// <summary>Files left out, with reasons.</summary>
    public required IReadOnlyList<ManifestBadFile> BadFiles { get; init; }

    /// <summary>Content hash of the scored rows as the contract reads them, whatever their order and files.</summary>
    public required string InputContentHash { get; init; }

    /// <summary>Rows read, and so answers.</summary>
    public required long Rows { get; init; }

    /// <summary>Answers with a prediction.</summary>
    public required long Predicted { get; init; }

    /// <summary>Answers without one, by reason.</summary>
    public required IReadOnlyDictionary<string, long> WithoutPrediction { get; init; }

    /// <summary>Missing values by input column; they gave predictions.</summary>
    public required IReadOnlyDictionary<string, long> Missing { get; init; }

    /// <summary>Values by input column that training did not see; they gave predictions.</summary>
    public required IReadOnlyDictionary<string, long> Unseen { get; init; }

    /// <summary>Rows that a rule of the job would have kept from training, by reason; they are answered.</summary>
    public required IReadOnlyDictionary<string, long> RulesFailed { get; init; }

    /// <summary>The input against training's, the farthest first.</summary>
    public required IReadOnlyList<DriftReport> Drift { get; init; }

    /// <summary>The answers' files, relative to the output folder.</summary>
    public required IReadOnlyList<OutputFile> Files { get; init; }
}
