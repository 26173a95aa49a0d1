using Millrace.Training.Layers;
using Millrace.Training.Layers.Ensembles;

namespace Millrace.Training.Networks;

/// <summary>The layers of the tabular ensemble: embeddings of numbers; blocks of member scale, shared product, member scale and bias, rectifier, dropout.</summary>
internal static class TabularStack
{
    public static List<Layer> Create(TabularSpec spec, InputShape shape, TensorShape input, int outputs, LayoutBuilder layout)
    {
        Check(spec, input);
        var layers = new List<Layer>();
        if (spec.NumberEmbedding > 0 && shape.Numbers.Count > 0)
        {
            Add(new NumberEmbeddingLayer("tabular.numbers", input, shape.Numbers, spec.NumberEmbedding, layout));
        }

        var sections = Sections(spec, shape);
        for (var block = 0; block < spec.Blocks; block++)
        {
            var name = $"tabular.blocks[{block}]";
            Add(new MemberScaleLayer($"{name}.input", input, spec.Members, block == 0 ? sections : null, layout));
            Add(new DenseLayer($"{name}.dense", input, new DenseSpec { Units = spec.Width, Bias = false }, layout));
            Add(new MemberAffineLayer($"{name}.output", input, layout));
            if (spec.Dropout > 0)
            {
                Add(new DropoutLayer($"{name}.dropout", input, new DropoutSpec { Rate = spec.Dropout }, layout.NextNumber()));
            }
        }

        Add(new MemberHeadLayer("output", input, outputs, layout));
        return layers;

        void Add(Layer layer)
        {
            layers.Add(layer);
            input = layer.Output;
        }
    }

    /// <summary>Columns of each input in front of the first block: embedded numbers, other features, embeddings of categories.</summary>
    private static List<int> Sections(TabularSpec spec, InputShape shape)
    {
        var sections = new List<int>();
        var others = shape.DenseFeatures;
        if (spec.NumberEmbedding > 0)
        {
            sections.AddRange(shape.Numbers.Select(_ => spec.NumberEmbedding));
            others -= shape.Numbers.Sum(static number => number.Count);
        }

        sections.AddRange(Enumerable.Repeat(1, others));
        sections.AddRange(shape.Categories.Select(static category => category.Dimension));
        return sections;
    }

    private static void Check(TabularSpec spec, TensorShape input)
    {
        if (input.Kind != TensorKind.Vector)
        {
            throw new NetworkException("tabular", $"the tabular ensemble takes a vector, but the input is a {input}.");
        }

        if (spec.Members is < 1 or > 256 || spec.Blocks < 1 || spec.Width < 1 || spec.NumberEmbedding < 0)
        {
            throw new NetworkException("tabular", "members lies in 1 to 256; blocks and width are at least 1; number_embedding is 0 or more.");
        }

        if (spec.UnknownRate is not (>= 0 and < 1))
        {
            throw new NetworkException("tabular", "unknown_rate lies in [0, 1).");
        }
    }
}
