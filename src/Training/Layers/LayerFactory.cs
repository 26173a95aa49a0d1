using Millrace.Training.Kernels;
using Millrace.Training.Layers.Images;
using Millrace.Training.Layers.Normalisation;
using Millrace.Training.Layers.Sequences;
using Millrace.Training.Networks;

namespace Millrace.Training.Layers;

/// <summary>Makes layers from their descriptions.</summary>
internal static class LayerFactory
{
    /// <summary>The layers of a list, each built on the shape that the one before gives.</summary>
    public static List<Layer> Create(string path, IReadOnlyList<LayerSpec> specs, TensorShape input, LayoutBuilder layout)
    {
        var layers = new List<Layer>();
        for (var at = 0; at < specs.Count; at++)
        {
            var layer = Create($"{path}[{at}]", specs[at], input, layout);
            layers.Add(layer);
            input = layer.Output;
        }

        return layers;
    }

    private static Layer Create(string path, LayerSpec spec, TensorShape input, LayoutBuilder layout) => spec switch
    {
        DenseSpec dense => new DenseLayer($"{path}.dense", input, dense, layout),
        ActivationSpec activation => new ActivationLayer($"{path}.activation", input, activation.Function),
        DropoutSpec dropout => new DropoutLayer($"{path}.dropout", input, dropout, layout.NextNumber()),
        Conv2DSpec convolution => new ConvolutionLayer($"{path}.conv2d", input, convolution, layout),
        MaxPoolSpec pool => new PoolLayer($"{path}.max_pool", input, pool.Size, pool.Stride ?? pool.Size, isMaximum: true),
        AveragePoolSpec pool => new PoolLayer($"{path}.average_pool", input, pool.Size, pool.Stride ?? pool.Size, isMaximum: false),
        GlobalAveragePoolSpec => new GlobalPoolLayer($"{path}.global_average_pool", input, isMaximum: false),
        GlobalMaxPoolSpec => new GlobalPoolLayer($"{path}.global_max_pool", input, isMaximum: true),
        RnnSpec rnn => new RecurrentLayer($"{path}.rnn", input, CellKind.Rnn, rnn.Units, rnn.ReturnSequence, layout),
        LstmSpec lstm => new RecurrentLayer($"{path}.lstm", input, CellKind.Lstm, lstm.Units, lstm.ReturnSequence, layout),
        GruSpec gru => new RecurrentLayer($"{path}.gru", input, CellKind.Gru, gru.Units, gru.ReturnSequence, layout),
        AttentionSpec attention => new AttentionLayer($"{path}.attention", input, attention, layout),
        LayerNormSpec norm => new LayerNormLayer($"{path}.layer_norm", input, norm, layout),
        BatchNormSpec norm => new BatchNormLayer($"{path}.batch_norm", input, norm, layout),
        FlattenSpec => new FlattenLayer($"{path}.flatten", input),
        ResidualSpec residual => Residual($"{path}.residual", residual, input, layout),
        _ => throw new NetworkException(path, $"there is no layer {spec.GetType().Name}."),
    };

    private static ResidualLayer Residual(string path, ResidualSpec spec, TensorShape input, LayoutBuilder layout)
    {
        var layers = Create(path, spec.Layers, input, layout);
        return layers.Count == 0
            ? throw new NetworkException(path, "there are no layers beside the identity.")
            : new ResidualLayer(path, new StackLayer(path, layers));
    }
}
