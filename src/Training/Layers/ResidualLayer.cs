using Millrace.Training.Networks;
using Millrace.Training.Onnx;

namespace Millrace.Training.Layers;

/// <summary>y = x + layers(x).</summary>
internal sealed unsafe class ResidualLayer : Layer
{
    private readonly StackLayer _inner;

    public ResidualLayer(string name, StackLayer inner)
        : base(name, inner.Input, inner.Output)
    {
        if (inner.Input != inner.Output)
        {
            throw new NetworkException(name, $"the layers turn {inner.Input} into {inner.Output}, so their result cannot be added to what came in.");
        }

        _inner = inner;
    }

    public override long MultiplyAdds => _inner.MultiplyAdds;

    public override long RowValues => Output.Size + _inner.RowValues;

    public override void Initialize(ulong seed, Span<float> parameters) => _inner.Initialize(seed, parameters);

    public override LayerState CreateState(int maxRows, Kernels.Kernels kernels) =>
        new ResidualState(_inner.CreateState(maxRows, kernels), (long)maxRows * Input.Size);

    public override void Prepare(LayerState state, Pass pass) => _inner.Prepare(((ResidualState)state).Inner, pass);

    public override void Forward(LayerState state, Pass pass, float* x, float* y)
    {
        // The inner result is kept apart from the sum: its last layer may need it again.
        var own = (ResidualState)state;
        _inner.Forward(own.Inner, pass, x, own.Result.Pointer);
        pass.Kernels.Add(x, own.Result.Pointer, y, (long)pass.Rows * Input.Size);
    }

    public override void Backward(LayerState state, Pass pass, in BackwardValues values)
    {
        float* dy = values.Dy, dx = values.Dx;
        var own = (ResidualState)state;
        pass.Kernels.Activate(Activation.Linear, dy, own.Arrived.Pointer, pass.Rows, Input.Size);
        _inner.Backward(own.Inner, pass, values with { Y = own.Result.Pointer });
        if (dx != null)
        {
            pass.Kernels.Add(dx, own.Arrived.Pointer, dx, (long)pass.Rows * Input.Size);
        }
    }

    public override void UpdateStatistics(Span<float> parameters, ReadOnlySpan<float> gradient, ReadOnlySpan<double> sums) =>
        _inner.UpdateStatistics(parameters, gradient, sums);

    public override string? OnnxObstacle => _inner.OnnxObstacle;

    public override string Export(OnnxGraph graph, string x) => graph.Node("Add", [x, _inner.Export(graph, x)]);
}
