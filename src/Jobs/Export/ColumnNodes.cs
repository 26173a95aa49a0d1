using System.Globalization;
using Millrace.Training.Onnx;

namespace Millrace.Jobs.Export;

/// <summary>
/// One column on its way through its steps inside a graph: the counterpart of the encoders' own walk over Arrow values. Not thread-safe.
/// </summary>
internal sealed class ColumnNodes
{
    /// <summary>Position of a row without a value among the categories.</summary>
    public const long MissingPosition = -2;

    /// <summary>Position of a category that is not in the vocabulary.</summary>
    public const long UnseenPosition = -1;

    private const double MicrosecondsPerSecond = 1_000_000;

    private readonly OnnxGraph _graph;
    private readonly RawInput _input;
    private readonly string _missing;

    /// <summary>Behind the inputs of a column.</summary>
    /// <param name="graph">The graph.</param>
    /// <param name="input">The column's input, declared already.</param>
    /// <param name="missing">Name of the input that says what is missing; null for numbers and lists.</param>
    public ColumnNodes(OnnxGraph graph, RawInput input, string? missing)
    {
        (_graph, _input) = (graph, input);
        if (input.Kind == RawKind.List)
        {
            (Values, _missing, Numbers) = (input.Name, "", "");
            return;
        }

        Values = graph.Reshape(input.Name, -1, 1);
        if (input.Kind == RawKind.Number)
        {
            _missing = graph.Node("Or", [graph.Node("IsNaN", [Values]), IsInfinite(graph, Values)]);
            Numbers = graph.Node("Where", [_missing, graph.Scalar(double.NaN), Values]);
            return;
        }

        // One truth value may stand for all rows.
        _missing = graph.Reshape(graph.Node("Expand", [missing!, graph.Node("Shape", [input.Name])]), -1, 1);
        Numbers = input.Kind == RawKind.Text ? "" : graph.Node("Where", [_missing, graph.Scalar(double.NaN), AsNumbers()]);
    }

    /// <summary>The raw values: [rows, 1], or [rows, width] for lists.</summary>
    public string Values { get; }

    /// <summary>[rows, 1] float64 as the steps so far left them, NaN where there is none; empty for text and lists.</summary>
    public string Numbers { get; set; }

    /// <summary>[rows, 1] boolean: rows without a value when they came in.</summary>
    public string Missing => _missing;

    /// <summary>The category that stands for a missing one; null while there is none.</summary>
    public string? CategoryFill { get; set; }

    /// <summary>Whether the numbers are ours to the last bit: no logarithm has changed them.</summary>
    public bool IsExact { get; set; } = true;

    /// <summary>How the values are given.</summary>
    public RawKind Kind => _input.Kind;

    /// <summary>[rows, 1] int64: positions of the rows' categories in a vocabulary.</summary>
    public string Positions(IReadOnlyList<string> vocabulary)
    {
        var positions = _input.Kind switch
        {
            RawKind.Boolean => _graph.Node("Where", [Values, _graph.Scalar(Find(vocabulary, "true")), _graph.Scalar(Find(vocabulary, "false"))]),
            RawKind.Text => LookUp(
                OnnxAttribute.Of("keys_strings", vocabulary), vocabulary.Count),
            _ => LookUp(
                OnnxAttribute.Of("keys_int64s", [.. vocabulary.Select(value => long.Parse(value, CultureInfo.InvariantCulture))]), vocabulary.Count),
        };
        var instead = CategoryFill is { } fill ? Find(vocabulary, fill) : MissingPosition;
        return _graph.Node("Where", [_missing, _graph.Scalar(instead), positions]);
    }

    private static long Find(IReadOnlyList<string> vocabulary, string category)
    {
        for (var at = 0; at < vocabulary.Count; at++)
        {
            if (string.Equals(vocabulary[at], category, StringComparison.Ordinal))
            {
                return at;
            }
        }

        return UnseenPosition;
    }

    // IsInf of this operator set takes float32 only; the subtraction is NaN exactly for infinities and NaN.
    private static string IsInfinite(OnnxGraph graph, string x) => graph.Node("IsNaN", [graph.Node("Sub", [x, x])]);

    private string LookUp(OnnxAttribute keys, int count) => count == 0
        ? _graph.Node("Where", [_missing, _graph.Scalar(UnseenPosition), _graph.Scalar(UnseenPosition)])
        : _graph.LearningNode(
            "LabelEncoder",
            [Values],
            keys,
            OnnxAttribute.Of("values_int64s", [.. Enumerable.Range(0, count).Select(at => (long)at)]),
            OnnxAttribute.Of("default_int64", UnseenPosition));

    private string AsNumbers()
    {
        var numbers = _graph.Cast(Values, OnnxType.Double);
        return _input.Kind == RawKind.Microseconds ? _graph.Node("Div", [numbers, _graph.Scalar(MicrosecondsPerSecond)]) : numbers;
    }
}
