using Millrace.Features.Contracts;
using Millrace.Features.Encoders.Categories;
using Millrace.Features.Encoders.Lists;
using Millrace.Features.Encoders.Numbers;
using Millrace.Features.Encoders.Times;

namespace Millrace.Features.Encoders;

/// <summary>
/// What a row of features will about hold, before anything is fitted: a vocabulary has the values that the contract allows, else <see cref="UnknownCategories"/> or what its own limit says. For
/// estimates of memory, never for results.
/// </summary>
/// <param name="Numbers">Dense features.</param>
/// <param name="Categories">Columns of category indices.</param>
/// <param name="Sequences">List columns.</param>
/// <param name="MaxLength">Most elements of a list.</param>
public sealed record ExpectedFeatures(int Numbers, IReadOnlyList<CategoricalFeature> Categories, int Sequences, int MaxLength)
{
    /// <summary>Categories of a one-hot column that the contract does not list.</summary>
    private const int UnknownCategories = 32;

    /// <summary>Elements of a list whose greatest length is not given.</summary>
    private const int UnknownLength = 64;

    /// <summary>Bytes of an encoded row: its features, its id, lane, label and weight.</summary>
    public long RowBytes => (4L * (Numbers + Categories.Count)) + (4L * Sequences * MaxLength) + 32;

    /// <summary>What a plan's encoders will give.</summary>
    public static ExpectedFeatures Of(FeaturePlan plan)
    {
        ArgumentNullException.ThrowIfNull(plan);
        var steps = plan.Inputs.SelectMany(input => input.Steps.Select(step => (input.Column, Step: step))).ToList();
        var sequences = steps.Select(each => each.Step).OfType<SequenceSpec>().ToList();
        return new ExpectedFeatures(
            steps.Sum(each => NumbersOf(each.Column, each.Step)),
            [.. steps.Select(each => CategoryOf(each.Column, each.Step)).OfType<CategoricalFeature>()],
            sequences.Count,
            sequences.Count == 0 ? 0 : sequences.Max(sequence => sequence.MaxLength ?? UnknownLength));
    }

    private static int NumbersOf(ColumnContract column, EncoderSpec step) => step switch
    {
        ImputeSpec impute => impute.Flag ? 1 : 0,
        PassThroughSpec or StandardiseSpec or QuantileNormalSpec or BooleanSpec => 1,
        PiecewiseLinearSpec linear => linear.Edges,
        OneHotSpec hot => Math.Min(hot.MaxSize, AllowedBy(column, UnknownCategories)) + 2,
        BucketsSpec { Output: CategoryOutput.OneHot } buckets => (buckets.Edges?.Count ?? buckets.Count) + 2,
        HashSpec { Output: CategoryOutput.OneHot } hash => hash.Buckets + 1,
        CalendarSpec calendar => 2 * calendar.Parts.Count,
        VectorSpec vector => vector.Length,
        _ => 0,
    };

    private static CategoricalFeature? CategoryOf(ColumnContract column, EncoderSpec step) => step switch
    {
        EmbeddingSpec embedding => Category(column, AllowedBy(column, Math.Min(embedding.MaxSize, embedding.OnlyUpTo ?? embedding.MaxSize)), embedding.Dimension),
        BucketsSpec { Output: CategoryOutput.Index } buckets => Category(column, buckets.Edges?.Count ?? buckets.Count, buckets.Dimension),
        HashSpec { Output: CategoryOutput.Index } hash => Category(column, hash.Buckets, hash.Dimension),
        _ => null,
    };

    private static CategoricalFeature Category(ColumnContract column, int values, int? dimension) =>
        new(column.Name, values + 2, dimension ?? FittedEmbedding.DimensionFor(values, long.MaxValue));

    private static int AllowedBy(ColumnContract column, int otherwise) => column.Allowed is { Count: > 0 } allowed ? allowed.Count : otherwise;
}
