using Millrace.Training.Kernels;
using Millrace.Training.Layers;
using Millrace.Training.Networks;

namespace Millrace.Training.Tests.Networks;

/// <summary>Runs the input layer by itself.</summary>
internal sealed unsafe class EmbeddingHarness(InputLayer layer, ParameterLayout layout)
{
    public (float[] Y, float[] Gradient) Run(float[] parameters, int[] indices, float[] upstream, int rows, CategoricalField[] fields)
    {
        var gradient = new float[layout.Count];
        var state = new InputState(new InputShape { Categories = fields }, rows);
        var pass = new Pass(Millrace.Training.Kernels.Kernels.Create()) { Rows = rows, Training = true };
        AlignedBuffer y = new(upstream.Length), dy = new(upstream.Length);
        upstream.CopyTo(dy.Span);
        int[] starts = [0, rows];
        fixed (float* parameter = parameters, slope = gradient)
        fixed (int* start = starts)
        {
            pass.Parameters = parameter;
            pass.Gradient = slope;
            pass.Lanes = new LaneRows(start, 1, 1, false);
            layer.Forward(state, pass, new StepInput { LaneStarts = starts, Categories = indices }, 0, y.Pointer);
            layer.Backward(state, pass, dy.Pointer, null);
        }

        return (y.Span.ToArray(), gradient);
    }
}
