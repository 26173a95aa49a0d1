using System.Text.Json.Serialization;
using Millrace.Features.Encoders.Categories;
using Millrace.Features.Encoders.Lists;
using Millrace.Features.Encoders.Numbers;
using Millrace.Features.Encoders.Times;

namespace Millrace.Features.Encoders;

/// <summary>
/// One fitted step of a column: all that is needed to repeat it, in C# or in another runtime (docs/features.md has each one's formula). Immutable and
/// thread-safe.
/// </summary>
[JsonPolymorphic(TypeDiscriminatorPropertyName = "step")]
[JsonDerivedType(typeof(FittedImpute), "impute")]
[JsonDerivedType(typeof(FittedLog), "log")]
[JsonDerivedType(typeof(FittedPassThrough), "pass_through")]
[JsonDerivedType(typeof(FittedStandardise), "standardise")]
[JsonDerivedType(typeof(FittedQuantileNormal), "quantile_normal")]
[JsonDerivedType(typeof(FittedPiecewiseLinear), "piecewise_linear")]
[JsonDerivedType(typeof(FittedBuckets), "buckets")]
[JsonDerivedType(typeof(FittedOneHot), "one_hot")]
[JsonDerivedType(typeof(FittedEmbedding), "embedding")]
[JsonDerivedType(typeof(FittedHash), "hash")]
[JsonDerivedType(typeof(FittedCalendar), "calendar")]
[JsonDerivedType(typeof(FittedBoolean), "boolean")]
[JsonDerivedType(typeof(FittedVector), "vector")]
[JsonDerivedType(typeof(FittedSequence), "sequence")]
public abstract record FittedEncoder
{
    private protected FittedEncoder()
    {
    }

    /// <summary>Names of its dense features, in order.</summary>
    internal virtual IReadOnlyList<string> DenseNames(FittedColumn column) => [];

    /// <summary>Its category column; null for most.</summary>
    internal virtual CategoricalFeature? Category(FittedColumn column) => null;

    /// <summary>Its sequence column; null for most.</summary>
    internal virtual SequenceFeature? Sequence(FittedColumn column) => null;

    /// <summary>Changes the values, or writes their features.</summary>
    internal abstract void Apply(ColumnValues values, in FeatureTarget target);

    /// <summary>Throws where parameters read from a file contradict each other.</summary>
    internal virtual void Validate()
    {
    }

    private protected static void Require(bool holds, string what)
    {
        if (!holds)
        {
            throw new InvalidDataException($"The feature model is damaged: {what}.");
        }
    }

    private protected static bool IsAscending(IReadOnlyList<double> values)
    {
        for (var i = 0; i < values.Count; i++)
        {
            if (!double.IsFinite(values[i]) || (i > 0 && values[i] <= values[i - 1]))
            {
                return false;
            }
        }

        return true;
    }

    /// <summary>Columns of an embedding table by default: the root of the number of entries, 2 to 32.</summary>
    private protected static int DefaultDimension(int cardinality)
    {
        var dimension = 2;
        while (dimension < 32 && dimension * dimension < cardinality)
        {
            dimension++;
        }

        return dimension;
    }
}
