using Microsoft.ML.OnnxRuntime;
using Millrace.Training.Networks;

namespace Millrace.Jobs.Export;

/// <summary>Encoded rows that a network is tried on: every category index, unknown among them, and sequences of chosen lengths.</summary>
/// <remarks>B rows, F dense features, C categories, T steps, D values a step.</remarks>
internal sealed class EncodedProbe
{
    private readonly InputShape _shape;
    private readonly float[] _x;
    private readonly int[] _c;
    private readonly float[] _s;
    private readonly int[] _lengths;

    /// <summary>Rows drawn with <paramref name="seed"/>.</summary>
    /// <param name="shape">What the network takes.</param>
    /// <param name="rows">B.</param>
    /// <param name="length">Steps of every sequence; null: from none to the most, by turns.</param>
    /// <param name="seed">Another seed, other rows.</param>
    public EncodedProbe(InputShape shape, int rows, int? length, int seed)
    {
        (_shape, Rows) = (shape, rows);
        var random = new Random(seed);
        _x = [.. Enumerable.Range(0, rows * shape.DenseFeatures).Select(_ => Near(random))];
        _c = [.. Enumerable.Range(0, rows).SelectMany(row => shape.Categories.Select(field => row == 0 ? 0 : random.Next(field.Cardinality)))];
        _s = [.. Enumerable.Range(0, rows * shape.MaxLength * shape.SequenceFeatures).Select(_ => Near(random))];
        _lengths = shape.SequenceFeatures == 0 ? [] : [.. Enumerable.Range(0, rows).Select(row => length ?? row % (shape.MaxLength + 1))];
    }

    /// <summary>B.</summary>
    public int Rows { get; }

    /// <summary>The rows as the network takes them.</summary>
    public StepInput ToStepInput() => new()
    {
        LaneStarts = new[] { 0, Rows },
        X = _x,
        Categories = _c,
        Sequences = _s,
        SequenceLengths = _lengths,
    };

    /// <summary>The rows as the exported model takes them.</summary>
    public List<NamedOnnxValue> ToOnnx()
    {
        var inputs = new List<NamedOnnxValue>();
        if (_shape.DenseFeatures > 0)
        {
            inputs.Add(OnnxModel.Input("x", _x, Rows, _shape.DenseFeatures));
        }

        if (_shape.Categories.Count > 0)
        {
            inputs.Add(OnnxModel.Input("c", _c, Rows, _shape.Categories.Count));
        }

        if (_shape.SequenceFeatures > 0)
        {
            inputs.Add(OnnxModel.Input("s", _s, Rows, _shape.MaxLength, _shape.SequenceFeatures));
            inputs.Add(OnnxModel.Input("lengths", _lengths, Rows));
        }

        return inputs;
    }

    // Encoded numbers are near one another and near 0; a few lie far out.
    private static float Near(Random random)
    {
        var value = ((random.NextDouble() + random.NextDouble() + random.NextDouble()) * 2) - 3;
        return (float)(random.Next(50) == 0 ? 3 * value : value);
    }
}
