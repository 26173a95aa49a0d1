using Millrace.Training.Layers;
using Millrace.Training.Losses;

namespace Millrace.Training.Networks;

/// <summary>Turns descriptions into layers, checking each shape against the layer before.</summary>
internal static class NetworkBuilding
{
    public static Network Build(NetworkSpec spec, InputShape input, IReadOnlyList<TargetSpec> targets)
    {
        ArgumentNullException.ThrowIfNull(spec);
        ArgumentNullException.ThrowIfNull(input);
        ArgumentNullException.ThrowIfNull(targets);
        CheckInput(spec, input);
        var heads = Heads(targets);
        var layout = new LayoutBuilder(StepSums.FirstTarget + (StepSums.PerTarget * heads.Length));
        var outputs = heads.Sum(static head => head.Outputs);
        var tabular = spec.Model == ModelKind.Tabular ? spec.Tabular ?? new TabularSpec() : null;
        var first = new InputLayer(input, spec.Image, tabular?.UnknownRate ?? 0, layout);
        var layers = tabular == null
            ? Listed(spec, first.Output, outputs, layout)
            : TabularStack.Create(tabular, input, first.Output, outputs, layout);
        return new Network(input, first, new StackLayer("network", layers), heads, layout.Build(), layout.SumCount);
    }

    private static List<Layer> Listed(NetworkSpec spec, TensorShape input, int outputs, LayoutBuilder layout)
    {
        var layers = LayerFactory.Create("layers", spec.Layers, input, layout);
        var last = layers.Count == 0 ? input : layers[^1].Output;
        if (last.Kind != TensorKind.Vector)
        {
            throw new NetworkException(
                "output", $"the last layer gives a {last}, but the targets need a vector: add flatten, a pooling layer or a recurrent one.");
        }

        layers.Add(new DenseLayer("output", last, new DenseSpec { Units = outputs }, layout));
        return layers;
    }

    private static TargetHead[] Heads(IReadOnlyList<TargetSpec> targets)
    {
        if (targets.Count == 0)
        {
            throw new NetworkException("targets", "a network predicts at least one target.");
        }

        if (targets.Count(static target => target.Loss is LogisticLossSpec { ClassWeights: not null } or CrossEntropyLossSpec { ClassWeights: not null }) > 1)
        {
            throw new NetworkException("targets", "class weights are part of a row's weight, so only one target may have them.");
        }

        var heads = new TargetHead[targets.Count];
        var (output, label) = (0, 0);
        for (var at = 0; at < heads.Length; at++)
        {
            heads[at] = new TargetHead(targets[at], output, label);
            output += heads[at].Outputs;
            label += heads[at].Labels;
        }

        return heads;
    }

    private static void CheckInput(NetworkSpec spec, InputShape input)
    {
        foreach (var field in input.Categories)
        {
            if (field.Cardinality < 1 || field.Dimension < 1)
            {
                throw new NetworkException(field.Name, $"a table of {field.Cardinality}×{field.Dimension} has no entries.");
            }
        }

        var end = 0;
        foreach (var number in input.Numbers)
        {
            if (number.First < end || number.Count < 1 || number.First + number.Count > input.DenseFeatures || number.Linear < 0 || number.Linear > number.Count)
            {
                throw new NetworkException(
                    number.Name, $"features {number.First} to {number.First + number.Count - 1} do not lie in order among the {input.DenseFeatures} dense features.");
            }

            end = number.First + number.Count;
        }

        if (input.SequenceFeatures > 0 && input.MaxLength < 1)
        {
            throw new NetworkException("input", "a sequence needs a most length of at least 1.");
        }

        if (input.DenseFeatures == 0 && input.Categories.Count == 0 && input.SequenceFeatures == 0)
        {
            throw new NetworkException("input", "there are no features.");
        }

        if (spec.Model == ModelKind.Tabular && spec.Layers.Count > 0)
        {
            throw new NetworkException("network", "a tabular model has its own layers: leave out layers, or leave out model.");
        }

        if (spec.Image is { } image)
        {
            var pixels = (long)image.Height * image.Width * image.Channels;
            if (pixels != input.DenseFeatures || input.Categories.Count > 0 || input.SequenceFeatures > 0)
            {
                throw new NetworkException(
                    "image", $"an image {image.Height}×{image.Width}×{image.Channels} has {pixels} values and nothing beside them, but the input has "
                    + $"{input.DenseFeatures} dense, {input.Categories.Count} categorical and {input.SequenceFeatures} sequence features.");
            }
        }
    }
}
