using Millrace.Training.Kernels;
using Millrace.Training.Networks;
using Millrace.Training.Onnx;

namespace Millrace.Training.Layers.Images;

/// <summary>Mean or maximum per channel over all pixels of an image, or over the valid steps of a sequence (0 where there are none).</summary>
internal sealed unsafe class GlobalPoolLayer : Layer
{
    private readonly bool _isMaximum;

    public GlobalPoolLayer(string name, TensorShape input, bool isMaximum)
        : base(name, input, TensorShape.Vector(input.Channels))
    {
        if (input.Kind is not (TensorKind.Image or TensorKind.Sequence))
        {
            throw new NetworkException(name, $"global pooling needs an image or a sequence, but the layer before gives a {input}.");
        }

        _isMaximum = isMaximum;
    }

    public override LayerState CreateState(int maxRows, Kernels.Kernels kernels) =>
        new ValuesState(_isMaximum ? (long)maxRows * Output.Size : 0);

    public override void Forward(LayerState state, Pass pass, float* x, float* y)
    {
        for (nint row = 0; row < pass.Rows; row++)
        {
            var window = WindowOf(pass, row);
            var from = x + (row * Input.Size);
            var to = y + (row * Output.Size);
            if (window.Width == 0)
            {
                new Span<float>(to, Output.Size).Clear();
            }
            else if (_isMaximum)
            {
                pass.Kernels.MaxPool(window, 1, from, to, ((ValuesState)state).Values.Pointer + (row * Output.Size));
            }
            else
            {
                pass.Kernels.AveragePool(window, 1, from, to);
            }
        }
    }

    public override void Backward(LayerState state, Pass pass, in BackwardValues values)
    {
        float* dy = values.Dy, dx = values.Dx;
        if (dx == null)
        {
            return;
        }

        for (nint row = 0; row < pass.Rows; row++)
        {
            var window = WindowOf(pass, row);
            var from = dy + (row * Output.Size);
            var to = dx + (row * Input.Size);
            if (window.Width > 0 && _isMaximum)
            {
                pass.Kernels.MaxPoolBackward(window, 1, ((ValuesState)state).Values.Pointer + (row * Output.Size), null, from, to);
            }
            else if (window.Width > 0)
            {
                pass.Kernels.AveragePoolBackward(window, 1, from, to);
            }

            var valid = window.Height * window.Width * Input.Channels;
            new Span<float>(to + valid, Input.Size - valid).Clear();
        }
    }

    private WindowGeometry WindowOf(Pass pass, nint row)
    {
        var width = Input.Kind == TensorKind.Sequence ? pass.Lengths[row] : Input.Width;
        return new WindowGeometry(Input.Height, width, Input.Channels, Input.Height, width, 1, 1);
    }

    public override string? OnnxObstacle => null;

    public override string Export(OnnxGraph graph, string x)
    {
        if (Input.Kind == TensorKind.Image)
        {
            return graph.Node(_isMaximum ? "ReduceMax" : "ReduceMean", [x], OnnxAttribute.Of("axes", [1, 2]), OnnxAttribute.Of("keepdims", 0L));
        }

        var steps = graph.Steps!;
        if (_isMaximum)
        {
            var shown = graph.Node("Where", [steps.IsValid, x, graph.Scalar(float.MinValue)]);
            return steps.ClearEmpty(graph, graph.Node("ReduceMax", [shown], OnnxAttribute.Of("axes", [1]), OnnxAttribute.Of("keepdims", 0L)));
        }

        var sum = graph.Node("ReduceSum", [steps.Clear(graph, x), graph.Integers(1)], OnnxAttribute.Of("keepdims", 0L));
        var count = graph.Node("Max", [graph.Cast(graph.Reshape(steps.Lengths, -1, 1), OnnxType.Float), graph.Scalar(1f)]);
        return graph.Node("Div", [sum, count]);
    }
}
