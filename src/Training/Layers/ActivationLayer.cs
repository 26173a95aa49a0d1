using Millrace.Training.Networks;
using Millrace.Training.Onnx;

namespace Millrace.Training.Layers;

/// <summary>An activation on its own; softmax runs along the last axis.</summary>
internal sealed unsafe class ActivationLayer(string name, TensorShape input, Activation activation) : Layer(name, input, input)
{
    public override bool EndsInRelu => activation == Activation.Relu;

    public override LayerState CreateState(int maxRows, Kernels.Kernels kernels) => EmptyState.Instance;

    public override void Forward(LayerState state, Pass pass, float* x, float* y) =>
        pass.Kernels.Activate(activation, x, y, (long)pass.Rows * Input.Positions, Input.Channels);

    public override void Backward(LayerState state, Pass pass, in BackwardValues values)
    {
        float* x = values.X, y = values.Y, dy = values.Dy, dx = values.Dx;
        if (dx == null)
        {
            return;
        }

        var rows = (long)pass.Rows * Input.Positions;
        if (!OutputIsMasked)
        {
            pass.Kernels.ActivateBackward(activation, x, y, dy, rows, Input.Channels);
        }

        pass.Kernels.Activate(Activation.Linear, dy, dx, rows, Input.Channels);
    }

    public override string? OnnxObstacle => null;

    public override string Export(OnnxGraph graph, string x) => ActivationExport.Add(graph, activation, x);
}
