using Millrace.Training.Onnx;

namespace Millrace.Training.Layers;

/// <summary>Layers one after another; at least one.</summary>
internal sealed unsafe class StackLayer : Layer
{
    private readonly IReadOnlyList<Layer> _layers;

    public StackLayer(string name, IReadOnlyList<Layer> layers)
        : base(name, layers[0].Input, layers[^1].Output)
    {
        _layers = layers;
        for (var at = 1; at < layers.Count; at++)
        {
            if (layers[at - 1].EndsInRelu && layers[at].CanMaskInput)
            {
                layers[at].MasksInput = true;
                layers[at - 1].OutputIsMasked = true;
            }
        }
    }

    public override long MultiplyAdds => _layers.Sum(static layer => layer.MultiplyAdds);

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
            _layers[at].Forward(own.States[at], pass, Before(own, at, x), After(own, at, y));
        }
    }

    public override void Backward(LayerState state, Pass pass, float* x, float* y, float* dy, float* dx)
    {
        var own = (StackState)state;
        var upstream = dy;
        for (var at = own.States.Length - 1; at >= 0; at--)
        {
            var downstream = at == 0 ? dx : own.Gradients[at & 1].Pointer;
            _layers[at].Backward(own.States[at], pass, Before(own, at, x), After(own, at, y), upstream, downstream);
            upstream = downstream;
        }
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
