using System.Security.Cryptography;
using Millrace.Features.Contracts;
using Millrace.Features.Encoders.Categories;
using Millrace.Features.Encoders.Lists;
using Millrace.Features.Encoders.Numbers;

namespace Millrace.Features.Encoders;

/// <summary>The fitted encoders, frozen: for training and scoring alike. Immutable and thread-safe.</summary>
public sealed class FeatureModel
{
    private readonly byte[] _json;

    private FeatureModel(FeatureModelDocument document, byte[] json)
    {
        Document = document;
        _json = json;
        Sha256 = Convert.ToHexStringLower(SHA256.HashData(json));
        Layout = new FeatureLayout
        {
            Dense = [.. document.Columns.SelectMany(column => column.Steps.SelectMany(step => step.DenseNames(column)))],
            Numbers = NumbersOf(document.Columns),
            Categories = [.. document.Columns.SelectMany(column => column.Steps.Select(step => step.Category(column)).OfType<CategoricalFeature>())],
            Sequences = [.. document.Columns.SelectMany(column => column.Steps.Select(step => step.Sequence(column)).OfType<SequenceFeature>())],
            Labels = document.Labels,
        };
    }

    /// <summary>What a feature batch holds.</summary>
    public FeatureLayout Layout { get; }

    /// <summary>SHA-256 (lowercase hex) of <see cref="ToJson"/>; stands in the metadata of feature batches as <c>millrace.features</c>.</summary>
    public string Sha256 { get; }

    /// <summary>The input columns with their fitted steps, in contract order; their features stand in the layout in this order.</summary>
    public IReadOnlyList<FittedColumn> Columns => Document.Columns;

    /// <summary>The columns that training reads, in contract order: the row id is over these.</summary>
    public IReadOnlyList<ReadColumn> Reads => Document.Reads;

    /// <summary>Column of the row weights; null where every row weighs 1.</summary>
    public string? Weight => Document.Weight;

    /// <summary>Training rows that it was fitted on.</summary>
    public long TrainingRows => Document.TrainingRows;

    internal FeatureModelDocument Document { get; }

    /// <summary>The model as canonical UTF-8 JSON: equal models give equal bytes.</summary>
    public byte[] ToJson() => [.. _json];

    /// <summary>Reads what <see cref="ToJson"/> wrote.</summary>
    /// <exception cref="InvalidDataException">The bytes are not such a model.</exception>
    public static FeatureModel FromJson(ReadOnlySpan<byte> json)
    {
        var document = FeatureModelDocument.FromJson(json);
        if (document.Format != FeatureModelDocument.CurrentFormat)
        {
            throw new InvalidDataException($"The feature model is of the format '{document.Format}', not '{FeatureModelDocument.CurrentFormat}'.");
        }

        foreach (var step in document.Columns.SelectMany(column => column.Steps))
        {
            step.Validate();
        }

        if (document.Reads.Any(column => !ColumnType.TryParse(column.Type, out _, out _)) || document.Labels.Count == 0
            || document.Columns.Select(column => column.Name).Concat(document.Labels.Select(label => label.Name)).Except(document.Reads.Select(column => column.Name)).Any())
        {
            throw new InvalidDataException("The feature model is damaged: its columns and types do not belong together.");
        }

        return Create(document);
    }

    /// <summary>An encoder with its own scratch memory, for one thread at a time.</summary>
    /// <param name="lanes">V, a power of two from 1 to 1,024.</param>
    public FeatureEncoder CreateEncoder(int lanes) => new(this, lanes);

    /// <summary>The model of a document.</summary>
    internal static FeatureModel Create(FeatureModelDocument document) => new(document, document.ToJson());

    /// <summary>Piecewise-linear features with the scaled value before them, if there is one.</summary>
    private static List<EmbeddedNumber> NumbersOf(IReadOnlyList<FittedColumn> columns)
    {
        var numbers = new List<EmbeddedNumber>();
        var at = 0;
        foreach (var column in columns)
        {
            var scaled = 0;
            foreach (var step in column.Steps)
            {
                var width = step.DenseNames(column).Count;
                if (step is FittedPiecewiseLinear linear)
                {
                    numbers.Add(new EmbeddedNumber(column.Name, at - scaled, scaled + width, scaled, linear.Bins));
                }

                scaled = step is FittedQuantileNormal or FittedStandardise ? scaled + width : width == 0 ? scaled : 0;
                at += width;
            }
        }

        return numbers;
    }

    /// <summary>Contract type of a column that training reads.</summary>
    internal ColumnType TypeOf(string column) => ColumnType.Parse(Document.Reads.First(read => read.Name == column).Type);
}
