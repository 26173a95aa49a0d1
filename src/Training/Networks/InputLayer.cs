using Millrace.Exact;
using Millrace.Training.Embeddings;
using Millrace.Training.Layers;
using Millrace.Training.Onnx;

namespace Millrace.Training.Networks;

/// <summary>
/// Puts dense values and embeddings of categories side by side, and behind the values of every valid step of a sequence.
/// B rows, F dense features, C categorical columns, E columns of embeddings, T steps of D values.
/// </summary>
internal sealed unsafe class InputLayer
{
    private readonly InputShape _shape;
    private readonly ParameterView[] _tables;
    private readonly double _unknownRate;

    public InputLayer(InputShape shape, ImageShape? image, double unknownRate, LayoutBuilder layout)
    {
        _shape = shape;
        _unknownRate = unknownRate;
        _tables = [.. shape.Categories.Select(field =>
            layout.Add($"embedding.{field.Name}", ParameterKind.Embedding, field.Cardinality, field.Dimension))];
        StaticSize = checked(shape.DenseFeatures + shape.Categories.Sum(static field => field.Dimension));
        Output = shape.SequenceFeatures > 0
            ? TensorShape.Sequence(shape.MaxLength, shape.SequenceFeatures + StaticSize)
            : image == null ? TensorShape.Vector(StaticSize) : TensorShape.Image(image.Height, image.Width, image.Channels);
    }

    /// <summary>What the first layer sees.</summary>
    public TensorShape Output { get; }

    /// <summary>Whether the first layer's input gradient is needed.</summary>
    public bool HasParameters => _tables.Length > 0;

    /// <summary>F + E.</summary>
    private int StaticSize { get; }

    public void Initialize(ulong seed, Span<float> parameters)
    {
        foreach (var table in _tables)
        {
            UniformInit.Fill(seed, table, 1 / Math.Sqrt(table.Shape[1]), parameters);
        }
    }

    /// <summary>Fills [B, Output.Size] for the rows from <paramref name="first"/>; the used category indices go to the state.</summary>
    public void Forward(InputState state, Pass pass, in StepInput input, int first, float* target)
    {
        ChooseCategories(state, pass, input, first);
        var steps = Output.Kind == TensorKind.Sequence ? Output.Width : 1;
        for (var row = 0; row < pass.Rows; row++)
        {
            var length = pass.Lengths == null ? 1 : pass.Lengths[row];
            for (var step = 0; step < steps; step++, target += Output.Size / steps)
            {
                var values = new Span<float>(target, Output.Size / steps);
                if (step < length)
                {
                    FillStep(state, pass, input, first, row, step, values);
                }
                else
                {
                    values.Clear();
                }
            }
        }
    }

    /// <summary>Fills the gradients of the tables from <paramref name="dx"/> [B, Output.Size]: rows are gathered per category, never scattered.</summary>
    public void Backward(InputState state, Pass pass, float* dx, EmbeddingRows? touched)
    {
        var offset = _shape.SequenceFeatures + _shape.DenseFeatures;
        for (var field = 0; field < _tables.Length; field++)
        {
            EmbeddingGradient.Fill(state, pass, field, _tables.Length, _tables[field], dx + offset, Output, touched);
            offset += _tables[field].Shape[1];
        }
    }

    private void FillStep(InputState state, Pass pass, in StepInput input, int first, int row, int step, Span<float> values)
    {
        if (_shape.SequenceFeatures > 0)
        {
            var at = ((long)(first + row) * _shape.MaxLength) + step;
            input.Sequences.Slice(checked((int)(at * _shape.SequenceFeatures)), _shape.SequenceFeatures).CopyTo(values);
            values = values[_shape.SequenceFeatures..];
        }

        input.X.Slice((first + row) * _shape.DenseFeatures, _shape.DenseFeatures).CopyTo(values);
        values = values[_shape.DenseFeatures..];
        for (var field = 0; field < _tables.Length; field++)
        {
            var dimension = _tables[field].Shape[1];
            var index = state.Categories[(row * _tables.Length) + field];
            new ReadOnlySpan<float>(pass.Parameters + _tables[field].Offset + ((nint)index * dimension), dimension).CopyTo(values);
            values = values[dimension..];
        }
    }

    private void ChooseCategories(InputState state, Pass pass, in StepInput input, int first)
    {
        var count = _tables.Length;
        for (var row = 0; row < pass.Rows; row++)
        {
            for (var field = 0; field < count; field++)
            {
                var index = input.Categories[((first + row) * count) + field];
                if ((uint)index >= (uint)_tables[field].Shape[0])
                {
                    throw new NetworkException(
                        _shape.Categories[field].Name, $"a category index lies outside its table of {_tables[field].Shape[0]} entries.");
                }

                state.Categories[(row * count) + field] = index;
            }
        }

        if (pass.Training && _unknownRate > 0 && count > 0)
        {
            ReplaceByUnknown(state, pass, count);
        }
    }

    private void ReplaceByUnknown(InputState state, Pass pass, int count)
    {
        var limit = (uint)(_unknownRate * uint.MaxValue);
        for (var field = 0; field < count; field++)
        {
            var key = Philox.Key(pass.Seed, Philox.UnknownPurpose, (ulong)field, pass.Step);
            for (var row = 0; row < pass.Rows; row++)
            {
                var block = Philox.Block(key, (ulong)pass.RowIdsLow[row], (ulong)pass.RowIdsHigh[row]);
                if (block.W0 < limit)
                {
                    state.Categories[(row * count) + field] = 0;
                }
            }
        }
    }

    /// <summary>Puts dense values and embeddings side by side, and behind the values of every valid step of a sequence.</summary>
    public string Export(OnnxGraph graph, OnnxInputs inputs)
    {
        var parts = new List<string>();
        if (_shape.DenseFeatures > 0)
        {
            parts.Add(inputs.Dense!);
        }

        for (var field = 0; field < _tables.Length; field++)
        {
            var table = graph.Constant(graph.Parameters.Slice(_tables[field].Offset, _tables[field].Count), [.. _tables[field].Shape]);
            var column = graph.Reshape(graph.Node("Gather", [inputs.Categories!, graph.Integers(field)], OnnxAttribute.Of("axis", 1L)), -1);
            parts.Add(graph.Node("Gather", [table, column], OnnxAttribute.Of("axis", 0L)));
        }

        if (graph.Steps is { } steps)
        {
            return ExportSteps(graph, steps, inputs.Sequences!, parts);
        }

        var all = parts.Count == 1 ? parts[0] : graph.Node("Concat", [.. parts], OnnxAttribute.Of("axis", 1L));
        return Output.Kind == TensorKind.Image ? graph.Reshape(all, -1, Output.Height, Output.Width, Output.Channels) : all;
    }

    private string ExportSteps(OnnxGraph graph, OnnxSteps steps, string sequences, List<string> parts)
    {
        if (parts.Count == 0)
        {
            return steps.Clear(graph, sequences);
        }

        var still = graph.Node("Concat", [.. parts], OnnxAttribute.Of("axis", 1L));
        var repeated = graph.Node("Expand", [graph.Reshape(still, -1, 1, StaticSize), graph.Integers(1, steps.Most, 1)]);
        return steps.Clear(graph, graph.Node("Concat", [sequences, repeated], OnnxAttribute.Of("axis", 2L)));
    }
}
