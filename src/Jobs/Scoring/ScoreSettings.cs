namespace Millrace.Jobs.Scoring;

/// <summary>What scoring needs to know, as data.</summary>
internal sealed record ScoreSettings
{
    /// <summary>Full path of the frozen feature model.</summary>
    public required string FeaturesFile { get; init; }

    /// <summary>Its hash; another file is refused.</summary>
    public required string FeaturesSha256 { get; init; }

    /// <summary>Full path of the network.</summary>
    public required string ModelFile { get; init; }

    /// <summary>Hash of its weights; others are refused.</summary>
    public required string WeightsSha256 { get; init; }

    /// <summary>Paths of the input's files by their ordinal.</summary>
    public required IReadOnlyList<string> Paths { get; init; }

    /// <summary>Into which bins input values are counted, to compare them with training's.</summary>
    public required IReadOnlyList<DriftColumn> Drift { get; init; }
}
