using Millrace.Training.Kernels;
using Millrace.Training.Layers;
using Millrace.Training.Networks;

namespace Millrace.Training.Tests.Layers;

/// <summary>Runs one layer by itself: forward, and backward from a given upstream gradient, as one lane.</summary>
internal sealed unsafe class LayerHarness
{
    private readonly Layer _layer;
    private readonly Millrace.Training.Kernels.Kernels _kernels = Millrace.Training.Kernels.Kernels.Create();

    public LayerHarness(LayerSpec spec, TensorShape input)
        : this(layout => LayerFactory.Create("layers", [spec], input, layout)[0])
    {
    }

    public LayerHarness(Func<LayoutBuilder, Layer> create)
    {
        var builder = new LayoutBuilder(0);
        _layer = create(builder);
        Layout = builder.Build();
        Parameters = new float[Layout.Count];
        Gradient = new float[Layout.Count];
        Sums = new double[builder.SumCount];
        _layer.Initialize(1, Parameters);
    }

    public ParameterLayout Layout { get; }

    public float[] Parameters { get; }

    public float[] Gradient { get; }

    public double[] Sums { get; }

    public Layer Layer => _layer;

    /// <summary>What the layer kept in the last run.</summary>
    public LayerState State { get; private set; } = EmptyState.Instance;

    /// <summary>Sets the parameter whose name ends in <paramref name="suffix"/>.</summary>
    public void Set(string suffix, float[] values) => values.CopyTo(Parameters.AsSpan(View(suffix).Offset, View(suffix).Count));

    public Span<float> GradientOf(string suffix) => Gradient.AsSpan(View(suffix).Offset, View(suffix).Count);

    public Span<float> ParameterOf(string suffix) => Parameters.AsSpan(View(suffix).Offset, View(suffix).Count);

    /// <summary>y and dx.</summary>
    public (float[] Y, float[] Dx) Run(float[] x, float[] upstream, int rows, int[]? lengths = null, bool training = true)
    {
        var pass = new Pass(_kernels) { Rows = rows, Training = training, Sums = Sums };
        AlignedBuffer from = Copy(x), to = new(rows * _layer.Output.Size), dy = Copy(upstream), dx = new(rows * _layer.Input.Size);
        int[] starts = [0, rows];
        long[] ids = [.. Enumerable.Range(1, rows).Select(static row => row * 0x9E3779B97F4A7C1L)];
        fixed (float* parameters = Parameters, gradient = Gradient)
        fixed (int* start = starts, length = lengths)
        fixed (long* id = ids)
        {
            pass.Parameters = parameters;
            pass.Gradient = gradient;
            pass.Lanes = new LaneRows(start, 1, 1, false);
            pass.SetRows(length, id, id);
            var state = State = _layer.CreateState(rows, _kernels);
            _layer.Prepare(state, pass);
            _layer.Forward(state, pass, from.Pointer, to.Pointer);
            var y = to.Span.ToArray();
            _layer.Backward(state, pass, new BackwardValues { X = from.Pointer, Y = to.Pointer, Dy = dy.Pointer, Dx = dx.Pointer });
            return (y, dx.Span.ToArray());
        }
    }

    private ParameterView View(string suffix) => Layout.Views.Single(view => view.Name.EndsWith(suffix, StringComparison.Ordinal));

    private static AlignedBuffer Copy(float[] values)
    {
        var buffer = new AlignedBuffer(values.Length);
        values.CopyTo(buffer.Span);
        return buffer;
    }
}
