using Millrace.Features.Encoders;
using Millrace.Features.Encoders.Categories;
using Millrace.Features.Encoders.Lists;
using Millrace.Features.Encoders.Numbers;
using Millrace.Features.Encoders.Times;
using Millrace.Training.Onnx;

namespace Millrace.Jobs.Export;

/// <summary>Adds the fitted encoders to a graph, each giving its features in the layout's order. Not thread-safe.</summary>
internal sealed class EncoderNodes(OnnxGraph graph)
{
    private readonly List<string> _dense = [];
    private readonly List<string> _categories = [];
    private readonly List<string> _sequences = [];

    /// <summary>[rows, features] float32 parts in order.</summary>
    public IReadOnlyList<string> Dense => _dense;

    /// <summary>[rows, 1] int32 parts in order.</summary>
    public IReadOnlyList<string> Categories => _categories;

    /// <summary>[rows, steps, 1] float32 parts in order, each with its own most steps.</summary>
    public IReadOnlyList<string> Sequences => _sequences;

    /// <summary>Why a step cannot be written as ONNX; null where it can.</summary>
    public static string? Obstacle(FittedColumn column, FittedEncoder step) => step switch
    {
        FittedHash when RawInput.Of(column).Kind != RawKind.Boolean => $"{column.Name}: hash, because ONNX has no operator that reads the bytes of a text",
        FittedSequence when column.Steps.Any(other => other is FittedVector) => $"{column.Name}: vector and sequence of one list, which read it from opposite ends",
        FittedCalendar { Zone: { } zone } => $"{column.Name}: calendar in {zone}, because ONNX has no time zones",
        FittedHash or FittedCalendar or FittedImpute or FittedLog or FittedPassThrough or FittedStandardise or FittedQuantileNormal
            or FittedPiecewiseLinear or FittedBuckets or FittedOneHot or FittedEmbedding or FittedBoolean or FittedVector or FittedSequence => null,
        _ => $"{column.Name}: {step.GetType().Name}, which has no export",
    };

    /// <summary>Adds a column's steps.</summary>
    public void Add(ColumnNodes column, IReadOnlyList<FittedEncoder> steps)
    {
        foreach (var step in steps)
        {
            Add(column, step);
        }
    }

    private void Add(ColumnNodes column, FittedEncoder step)
    {
        switch (step)
        {
            case FittedImpute impute:
                Impute(column, impute);
                break;
            case FittedLog log:
                column.Numbers = NumberNodes.Log(graph, column.Numbers, log);
                column.IsExact = false;
                break;
            case FittedPassThrough pass:
                _dense.Add(NumberNodes.Scale(graph, column.Numbers, pass.Subtract, pass.DivideBy));
                break;
            case FittedStandardise { Deviation: 0 }:
                _dense.Add(NumberNodes.Zero(graph, column.Numbers));
                break;
            case FittedStandardise standardise:
                _dense.Add(NumberNodes.Scale(graph, column.Numbers, standardise.Mean, standardise.Deviation));
                break;
            case FittedQuantileNormal normal:
                _dense.Add(NumberNodes.QuantileNormal(graph, column.Numbers, normal));
                break;
            case FittedPiecewiseLinear linear:
                _dense.Add(NumberNodes.PiecewiseLinear(graph, column.Numbers, linear, column.IsExact));
                break;
            case FittedCalendar calendar:
                _dense.Add(CalendarNodes.Add(graph, column, calendar));
                break;
            case FittedVector vector:
                _dense.Add(NumberNodes.Scale(graph, First(column.Values, vector.Length), vector.Subtract, vector.DivideBy));
                break;
            case FittedSequence sequence:
                Sequence(column, sequence);
                break;
            default:
                Category(column, step);
                break;
        }
    }

    private void Category(ColumnNodes column, FittedEncoder step)
    {
        switch (step)
        {
            case FittedBoolean:
                var sign = graph.Node("Sub", [graph.Node("Mul", [column.Numbers, graph.Scalar(2.0)]), graph.Scalar(1.0)]);
                _dense.Add(NumberNodes.Features(graph, sign));
                break;
            case FittedBuckets buckets:
                Bucket(NumberNodes.Bucket(graph, column.Numbers, buckets.Edges, column.IsExact), buckets.Output, buckets.Edges.Count + 1);
                break;
            case FittedHash hash:
                // Of a boolean: the buckets of its two categories.
                Bucket(column.Positions(["false", "true"]), hash);
                break;
            case FittedOneHot hot:
                OneHot(column, hot);
                break;
            case FittedEmbedding embedding:
                var first = embedding.OwnMissing ? 2L : 1L;
                var positions = column.Positions(embedding.Values);
                var index = graph.Node("Where", [Is(positions, ColumnNodes.UnseenPosition), graph.Scalar(0L), graph.Node("Add", [positions, graph.Scalar(first)])]);
                AddIndex(graph.Node("Where", [Is(positions, ColumnNodes.MissingPosition), graph.Scalar(first - 1), index]));
                break;
            default:
                throw new NotSupportedException($"{step.GetType().Name} has no export");
        }
    }

    private void Impute(ColumnNodes column, FittedImpute step)
    {
        column.CategoryFill = step.Text ?? column.CategoryFill;
        var missing = column.Missing;
        if (step.Number is { } number)
        {
            missing = graph.Node("IsNaN", [column.Numbers]);
            column.Numbers = NumberNodes.Impute(graph, column.Numbers, number);
        }

        if (step.Flag)
        {
            _dense.Add(NumberNodes.Flag(graph, missing));
        }
    }

    private void OneHot(ColumnNodes column, FittedOneHot step)
    {
        var own = step.Unknown == UnknownPolicy.Own;
        var positions = column.Positions(step.Values);
        var missing = step.Values.Count + (own ? 1 : 0);
        if (own)
        {
            positions = graph.Node("Where", [Is(positions, ColumnNodes.UnseenPosition), graph.Scalar((long)step.Values.Count), positions]);
        }

        AddOnes(graph.Node("Where", [Is(positions, ColumnNodes.MissingPosition), graph.Scalar((long)missing), positions]), missing + 1);
    }

    private void Bucket(string positions, FittedHash step)
    {
        long[] buckets = [.. new[] { "false"u8.ToArray(), "true"u8.ToArray() }.Select(category => (long)(System.IO.Hashing.XxHash64.HashToUInt64(category) % (ulong)step.Buckets))];
        var present = graph.Node("Where", [Is(positions, 1), graph.Scalar(buckets[1]), graph.Scalar(buckets[0])]);
        Bucket(graph.Node("Where", [Is(positions, ColumnNodes.MissingPosition), positions, present]), step.Output, step.Buckets);
    }

    // Index: missing 0, bucket b is b + 1. One-hot: missing comes last.
    private void Bucket(string positions, CategoryOutput output, int buckets)
    {
        var missing = Is(positions, ColumnNodes.MissingPosition);
        if (output == CategoryOutput.Index)
        {
            AddIndex(graph.Node("Where", [missing, graph.Scalar(0L), graph.Node("Add", [positions, graph.Scalar(1L)])]));
        }
        else
        {
            AddOnes(graph.Node("Where", [missing, graph.Scalar((long)buckets), positions]), buckets + 1);
        }
    }

    private void Sequence(ColumnNodes column, FittedSequence step)
    {
        var elements = First(column.Values, step.MaxLength);
        var scaled = step.Deviation == 0 ? NumberNodes.Zero(graph, elements) : NumberNodes.Scale(graph, elements, step.Mean, step.Deviation);
        _sequences.Add(graph.Reshape(scaled, -1, step.MaxLength, 1));
    }

    private void AddIndex(string index) => _categories.Add(graph.Cast(index, OnnxType.Int32));

    private void AddOnes(string positions, int width)
    {
        var numbers = graph.Integers([.. Enumerable.Range(0, width).Select(at => (long)at)], [1, width]);
        _dense.Add(graph.Cast(graph.Node("Equal", [positions, numbers]), OnnxType.Float));
    }

    private string Is(string positions, long value) => graph.Node("Equal", [positions, graph.Scalar(value)]);

    private string First(string values, int width) => graph.Node("Slice", [values, graph.Integers(0), graph.Integers(width), graph.Integers(1)]);
}
