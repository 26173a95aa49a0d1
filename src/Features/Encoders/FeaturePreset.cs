namespace Millrace.Features.Encoders;

/// <summary>How columns are encoded for which the job names no encoder.</summary>
public enum FeaturePreset
{
    /// <summary>For a plain network: numbers quantile-normal with a missing flag, text and small integers as embeddings, times as calendar parts.</summary>
    Standard,

    /// <summary>For the tabular ensemble: as <see cref="Standard"/>, and numbers with piecewise-linear embeddings too.</summary>
    Tabular,
}
