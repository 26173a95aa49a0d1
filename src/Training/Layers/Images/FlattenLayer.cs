using Millrace.Training.Networks;
using Millrace.Training.Onnx;

namespace Millrace.Training.Layers.Images;

/// <summary>The same values seen as one vector.</summary>
internal sealed unsafe class FlattenLayer(string name, TensorShape input) : Layer(name, input, TensorShape.Vector(input.Size))
{
    public override bool IsView => true;

    public override LayerState CreateState(int maxRows, Kernels.Kernels kernels) => EmptyState.Instance;

    public override void Forward(LayerState state, Pass pass, float* x, float* y) =>
        pass.Kernels.Activate(Activation.Linear, x, y, pass.Rows, Input.Size);

    public override void Backward(LayerState state, Pass pass, in BackwardValues values)
    {
        float* dy = values.Dy, dx = values.Dx;
        if (dx != null)
        {
            pass.Kernels.Activate(Activation.Linear, dy, dx, pass.Rows, Input.Size);
        }
    }

    public override string? OnnxObstacle => null;

    public override string Export(OnnxGraph graph, string x) => graph.Reshape(x, -1, Output.Channels);
}
