using Millrace.Training.Layers.Images;
using Millrace.Training.Onnx;

namespace Millrace.Training.Layers;

/// <summary>Layers one after another; at least one.</summary>
internal sealed unsafe class StackLayer : Layer
{
    private readonly List<Layer> _layers;

    public StackLayer(string name, IReadOnlyList<Layer> layers)
        : base(name, layers[0].Input, layers[^1].Output)
    {
        _layers = Joined(layers);
        for (var at = 1; at < _layers.Count; at++)
        {
            if (_layers[at - 1].EndsInRelu && _layers[at].CanMaskInput)
            {
                _layers[at].MasksInput = true;
                _layers[at - 1].OutputIsMasked = true;
            }
        }
    }

    public override long MultiplyAdds => _layers.Sum(static layer => layer.MultiplyAdds);

    public override long RowValues => _layers.Sum(static layer => layer.RowValues);

    public override void Initialize(ulong seed, Span<float> parameters)
    {
        foreach (var layer in _layers)
        {
            layer.Initialize(seed, parameters);
        }
    }

    public override LayerState CreateState(int maxRows, Kernels.Kernels kernels) => new StackState(_layers, maxRows, kernels);

    public override void Prepare(LayerState state, Pass pass)
    {
        var own = (StackState)state;
        for (var at = 0; at < own.States.Length; at++)
        {
            _layers[at].Prepare(own.States[at], pass);
        }
    }

    public override void Forward(LayerState state, Pass pass, float* x, float* y)
    {
        var own = (StackState)state;
        for (var at = 0; at < own.States.Length; at++)
        {
            if (!own.IsView(at))
            {
                _layers[at].Forward(own.States[at], pass, Before(own, at, x), After(own, at, y));
            }
        }
    }

    public override void Backward(LayerState state, Pass pass, in BackwardValues values)
    {
        float* x = values.X, y = values.Y, dy = values.Dy, dx = values.Dx;
        var own = (StackState)state;
        var upstream = dy;
        for (var at = own.States.Length - 1; at >= 0; at--)
        {
            if (own.IsView(at))
            {
                continue;
            }

            var downstream = at == 0 ? dx : upstream == own.Gradients[0].Pointer ? own.Gradients[1].Pointer : own.Gradients[0].Pointer;
            _layers[at].Backward(
                own.States[at], pass, new BackwardValues { X = Before(own, at, x), Y = After(own, at, y), Dy = upstream, Dx = downstream });
            upstream = downstream;
        }
    }

    /// <summary>A convolution and the maxima over its outputs become one layer, which keeps the outputs near.</summary>
    private static List<Layer> Joined(IReadOnlyList<Layer> layers)
    {
        var joined = new List<Layer>();
        foreach (var layer in layers)
        {
            if (joined.Count > 0 && joined[^1] is ConvolutionLayer { OutputsAreSpent: true } convolution && layer is PoolLayer { IsMaximum: true } pool)
            {
                joined[^1] = new PooledConvolutionLayer(convolution, pool);
            }
            else
            {
                joined.Add(layer);
            }
        }

        return joined;
    }

    private static float* Before(StackState own, int at, float* x) => at == 0 ? x : own.Between[at - 1].Pointer;

    private static float* After(StackState own, int at, float* y) => at == own.States.Length - 1 ? y : own.Between[at].Pointer;

    public override void UpdateStatistics(Span<float> parameters, ReadOnlySpan<float> gradient, ReadOnlySpan<double> sums)
    {
        foreach (var layer in _layers)
        {
            layer.UpdateStatistics(parameters, gradient, sums);
        }
    }

    public override string? OnnxObstacle => _layers.Select(static layer => layer.OnnxObstacle).FirstOrDefault(static obstacle => obstacle != null);

    public override string Export(OnnxGraph graph, string x) => _layers.Aggregate(x, (value, layer) => layer.Export(graph, value));
}
