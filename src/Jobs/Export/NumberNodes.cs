using Millrace.Features.Encoders.Numbers;
using Millrace.Training.Onnx;

namespace Millrace.Jobs.Export;

/// <summary>Encoders of numbers as ONNX nodes. All arithmetic is in float64, in the encoders' own order; features leave as float32.</summary>
/// <remarks>v [rows, 1] float64, NaN where there is none; results [rows, features] float32.</remarks>
internal static class NumberNodes
{
    /// <summary>
    /// How far a number may lie from an edge or a frequent value and still meet it, where a logarithm came before: the runtime's logarithm
    /// is the C library's, whose last bits are not ours.
    /// </summary>
    private const double Slack = 1e-12;

    /// <summary>v with a value where there was none.</summary>
    public static string Impute(OnnxGraph graph, string v, double value) =>
        graph.Node("Where", [graph.Node("IsNaN", [v]), graph.Scalar(value), v]);

    /// <summary>1 where a truth value holds, else 0.</summary>
    public static string Flag(OnnxGraph graph, string truth) => graph.Cast(truth, OnnxType.Float);

    /// <summary>The logarithm that changes v.</summary>
    public static string Log(OnnxGraph graph, string v, FittedLog log)
    {
        if (log.Kind == LogKind.Signed)
        {
            var size = graph.Node("Log", [graph.Node("Add", [graph.Node("Abs", [v]), graph.Scalar(1.0)])]);
            return graph.Node("Where", [graph.Node("Less", [v, graph.Scalar(0.0)]), graph.Node("Neg", [size]), size]);
        }

        var shifted = graph.Node("Add", [v, graph.Scalar(log.Shift)]);
        var defined = graph.Node("Greater", [shifted, graph.Scalar(0.0)]);
        return graph.Node("Where", [defined, graph.Node("Log", [graph.Node("Where", [defined, shifted, graph.Scalar(1.0)])]), graph.Scalar(double.NaN)]);
    }

    /// <summary>(v − subtract) ÷ divisor; missing gives 0.</summary>
    public static string Scale(OnnxGraph graph, string v, double subtract, double divisor) =>
        Features(graph, graph.Node("Div", [graph.Node("Sub", [v, graph.Scalar(subtract)]), graph.Scalar(divisor)]));

    /// <summary>0 for every row.</summary>
    public static string Zero(OnnxGraph graph, string v) => graph.Node("Mul", [Flag(graph, graph.Node("IsNaN", [v])), graph.Scalar(0f)]);

    /// <summary>On the line between two knots.</summary>
    public static string QuantileNormal(OnnxGraph graph, string v, FittedQuantileNormal step)
    {
        if (step.Values.Count == 0)
        {
            return Zero(graph, v);
        }

        if (step.Values.Count == 1)
        {
            return Features(graph, graph.Node("Where", [graph.Node("IsNaN", [v]), graph.Scalar(double.NaN), graph.Scalar(step.Normals[0])]));
        }

        var last = step.Values.Count - 2;
        var at = graph.Node("Clip", [graph.Node("Sub", [CountAtOrBelow(graph, v, step.Values), graph.Scalar(1L)]), graph.Scalar(0L), graph.Scalar((long)last)]);
        string[] knots = [Take(graph, step.Values, at), Take(graph, [.. step.Values.Skip(1)], at)];
        string[] normals = [Take(graph, step.Normals, at), Take(graph, [.. step.Normals.Skip(1)], at)];
        var share = graph.Node("Div", [graph.Node("Sub", [v, knots[0]]), graph.Node("Sub", [knots[1], knots[0]])]);
        share = graph.Node("Clip", [share, graph.Scalar(0.0), graph.Scalar(1.0)]);
        var normal = graph.Node("Add", [normals[0], graph.Node("Mul", [graph.Node("Sub", [normals[1], normals[0]]), share])]);
        return Features(graph, OfNumbers(graph, v, normal));
    }

    /// <summary>Bins, frequent values, and whether there is none; <paramref name="isExact"/>: no logarithm came before.</summary>
    public static string PiecewiseLinear(OnnxGraph graph, string v, FittedPiecewiseLinear step, bool isExact)
    {
        var parts = new List<string>();
        var bins = Math.Max(0, step.Edges.Count - 1);
        if (bins > 0)
        {
            double[] widths = [.. Enumerable.Range(0, bins).Select(bin => step.Edges[bin + 1] - step.Edges[bin])];
            var share = graph.Node("Div", [graph.Node("Sub", [v, Row(graph, [.. step.Edges.Take(bins)])]), Row(graph, widths)]);
            parts.Add(Features(graph, OfNumbers(graph, v, graph.Node("Clip", [share, graph.Scalar(0.0), graph.Scalar(1.0)]))));
        }

        if (step.Frequent.Count > 0)
        {
            parts.Add(Flag(graph, isExact ? graph.Node("Equal", [v, Row(graph, step.Frequent)]) : IsNear(graph, v, step.Frequent)));
        }

        parts.Add(Flag(graph, graph.Node("IsNaN", [v])));
        return parts.Count == 1 ? parts[0] : graph.Node("Concat", [.. parts], OnnxAttribute.Of("axis", 1L));
    }

    /// <summary>[rows, 1] int64: the bucket, with <see cref="ColumnNodes.MissingPosition"/> where there is no number.</summary>
    public static string Bucket(OnnxGraph graph, string v, IReadOnlyList<double> edges, bool isExact)
    {
        var reached = isExact ? edges : [.. edges.Select(edge => edge - Reach(edge))];
        return graph.Node("Where", [graph.Node("IsNaN", [v]), graph.Scalar(ColumnNodes.MissingPosition), CountAtOrBelow(graph, v, reached)]);
    }

    /// <summary>Values as features: none gives 0, what float32 cannot hold its largest.</summary>
    public static string Features(OnnxGraph graph, string values)
    {
        var present = graph.Node("Where", [graph.Node("IsNaN", [values]), graph.Scalar(0.0), values]);
        var clipped = graph.Node("Clip", [present, graph.Scalar(-(double)float.MaxValue), graph.Scalar((double)float.MaxValue)]);
        return graph.Cast(clipped, OnnxType.Float);
    }

    private static double Reach(double value) => Slack * Math.Max(1, Math.Abs(value));

    private static string IsNear(OnnxGraph graph, string v, IReadOnlyList<double> values)
    {
        var distance = graph.Node("Abs", [graph.Node("Sub", [v, Row(graph, values)])]);
        return graph.Node("LessOrEqual", [distance, Row(graph, [.. values.Select(Reach)])]);
    }

    // Clip may turn NaN into one of its bounds.
    private static string OfNumbers(OnnxGraph graph, string v, string values) => graph.Node("Where", [graph.Node("IsNaN", [v]), graph.Scalar(0.0), values]);

    // NaN compares as false, so a row without a number counts none.
    private static string CountAtOrBelow(OnnxGraph graph, string v, IReadOnlyList<double> edges)
    {
        var reached = graph.Cast(graph.Node("GreaterOrEqual", [v, Row(graph, edges)]), OnnxType.Int64);
        return graph.Node("ReduceSum", [reached, graph.Integers(1)], OnnxAttribute.Of("keepdims", 1L));
    }

    private static string Take(OnnxGraph graph, IReadOnlyList<double> values, string positions) =>
        graph.Node("Gather", [graph.Doubles([.. values], values.Count), positions], OnnxAttribute.Of("axis", 0L));

    private static string Row(OnnxGraph graph, IReadOnlyList<double> values) => graph.Doubles([.. values], 1, values.Count);
}
