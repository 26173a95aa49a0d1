using Millrace.Training.Kernels;
using Millrace.Training.Networks;
using Millrace.Training.Onnx;

namespace Millrace.Training.Layers.Images;

/// <summary>Maximum or mean over windows of an image.</summary>
internal sealed unsafe class PoolLayer : Layer
{
    public PoolLayer(string name, TensorShape input, int size, int stride, bool isMaximum)
        : this(name, input, Geometry(name, input, size, stride), isMaximum)
    {
    }

    private PoolLayer(string name, TensorShape input, WindowGeometry window, bool isMaximum)
        : base(name, input, TensorShape.Image(window.OutHeight, window.OutWidth, input.Channels)) =>
        (Window, IsMaximum) = (window, isMaximum);

    public override bool CanMaskInput => IsMaximum;

    /// <summary>Whether it takes the largest of a window, or the mean.</summary>
    public bool IsMaximum { get; }

    /// <summary>The windows.</summary>
    public WindowGeometry Window { get; }

    public override LayerState CreateState(int maxRows, Kernels.Kernels kernels) =>
        new ValuesState(IsMaximum ? (long)maxRows * Output.Size : 0);

    public override void Forward(LayerState state, Pass pass, float* x, float* y)
    {
        if (IsMaximum)
        {
            pass.Kernels.MaxPool(Window, pass.Rows, x, y, ((ValuesState)state).Values.Pointer);
        }
        else
        {
            pass.Kernels.AveragePool(Window, pass.Rows, x, y);
        }
    }

    public override void Backward(LayerState state, Pass pass, in BackwardValues values)
    {
        float* y = values.Y, dy = values.Dy, dx = values.Dx;
        if (dx == null)
        {
            return;
        }

        if (IsMaximum)
        {
            pass.Kernels.MaxPoolBackward(Window, pass.Rows, ((ValuesState)state).Values.Pointer, MasksInput ? y : null, dy, dx);
        }
        else
        {
            pass.Kernels.AveragePoolBackward(Window, pass.Rows, dy, dx);
        }
    }

    private static WindowGeometry Geometry(string name, TensorShape input, int size, int stride)
    {
        if (input.Kind != TensorKind.Image)
        {
            throw new NetworkException(name, $"pooling over windows needs an image, but the layer before gives a {input}.");
        }

        if (size < 1 || stride < 1 || size > input.Height || size > input.Width)
        {
            throw new NetworkException(name, $"a window {size}×{size} moved by {stride} does not fit an {input}.");
        }

        return new WindowGeometry(input.Height, input.Width, input.Channels, size, size, stride, stride);
    }

    public override string? OnnxObstacle => null;

    public override string Export(OnnxGraph graph, string x)
    {
        var y = graph.Node(
            IsMaximum ? "MaxPool" : "AveragePool",
            [graph.Transpose(x, 0, 3, 1, 2)],
            OnnxAttribute.Of("kernel_shape", [Window.Rows, Window.Columns]),
            OnnxAttribute.Of("strides", [Window.RowStride, Window.ColumnStride]));
        return graph.Transpose(y, 0, 2, 3, 1);
    }
}
