using Millrace.Features.Encoders.Labels;

namespace Millrace.Features.Encoders;

/// <summary>Which columns are learned from, how they are encoded, and what is predicted. Immutable and thread-safe.</summary>
public sealed record FeatureSpec
{
    /// <summary>The column to be predicted.</summary>
    public required LabelSpec Label { get; init; }

    /// <summary>Further columns predicted by the same model.</summary>
    public IReadOnlyList<LabelSpec> OtherLabels { get; init; } = [];

    /// <summary>Numeric column with the weight of a row (finite, zero or more); null: every row weighs 1.</summary>
    public string? Weight { get; init; }

    /// <summary>
    /// Encoders by column, in the order they are applied; a key may hold <c>*</c> for any run of characters, an exact name wins over a pattern. Features stand in
    /// contract order, whatever the order here.
    /// </summary>
    public IReadOnlyDictionary<string, IReadOnlyList<EncoderSpec>> Columns { get; init; } = new Dictionary<string, IReadOnlyList<EncoderSpec>>();

    /// <summary>Whether columns that <see cref="Columns"/> does not name are encoded by <see cref="Preset"/>; null: only where it names none at all.</summary>
    public bool? Auto { get; init; }

    /// <summary>Default encoders; null: what fits the job's network.</summary>
    public FeaturePreset? Preset { get; init; }

    /// <summary>Columns that are never encoded by default (row numbers, keys). Labels, the weight and personal columns never are either.</summary>
    public IReadOnlyList<string> Ignore { get; init; } = [];
}
