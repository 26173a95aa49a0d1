using Millrace.Features.Encoders.Categories;
using Millrace.Features.Encoders.Labels;
using Millrace.Features.Encoders.Lists;
using Millrace.Features.Encoders.Numbers;

namespace Millrace.Features.Encoders;

/// <summary>What a feature batch holds for a row, in order. Immutable and thread-safe.</summary>
public sealed record FeatureLayout
{
    /// <summary>Names of the F float32 features of <c>x</c>.</summary>
    public required IReadOnlyList<string> Dense { get; init; }

    /// <summary>The runs of <see cref="Dense"/> that hold a number's piecewise-linear encoding, in order.</summary>
    public required IReadOnlyList<EmbeddedNumber> Numbers { get; init; }

    /// <summary>The C columns of <c>c</c>.</summary>
    public required IReadOnlyList<CategoricalFeature> Categories { get; init; }

    /// <summary>The sequence columns.</summary>
    public required IReadOnlyList<SequenceFeature> Sequences { get; init; }

    /// <summary>The L columns of <c>y</c>.</summary>
    public required IReadOnlyList<LabelLayout> Labels { get; init; }
}
