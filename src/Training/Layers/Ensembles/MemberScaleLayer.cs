using Millrace.Training.Networks;
using Millrace.Training.Onnx;

namespace Millrace.Training.Layers.Ensembles;

/// <summary>
/// Gives each ensemble member its own scale of the inputs: y[b, m, c] = x[b, c] r[m, c], or x[b, m, c] r[m, c] where the input
/// has members already. B rows, M members, C channels. Where the channels are given as sections, one an input, scales start as one random sign a member and section.
/// </summary>
/// <remarks>A sign for the whole embedding of an input, as in the authors' code of TabM: signs of single columns would give each member another, rougher embedding.</remarks>
internal sealed unsafe class MemberScaleLayer : Layer
{
    private readonly ParameterView _scale;
    private readonly IReadOnlyList<int>? _sections;

    /// <param name="name">The layer's name.</param>
    /// <param name="input">What it takes.</param>
    /// <param name="members">Members of the ensemble.</param>
    /// <param name="sections">Channels of each section, in order; null: all scales start as 1.</param>
    /// <param name="layout">Where parameters are added.</param>
    public MemberScaleLayer(string name, TensorShape input, int members, IReadOnlyList<int>? sections, LayoutBuilder layout)
        : base(name, input, TensorShape.Members(members, input.Channels))
    {
        _sections = sections;
        _scale = layout.Add($"{name}.scale", ParameterKind.Scale, members, input.Channels);
    }

    private bool Expands => Input.Kind == TensorKind.Vector;

    private int Columns => Output.Size;

    public override void Initialize(ulong seed, Span<float> parameters)
    {
        var scale = parameters.Slice(_scale.Offset, _scale.Count);
        if (_sections is null)
        {
            scale.Fill(1f);
            return;
        }

        UniformInit.Fill(seed, _scale, 1, parameters);
        while (!scale.IsEmpty)
        {
            foreach (var section in _sections)
            {
                scale[..section].Fill(scale[0] < 0 ? -1f : 1f);
                scale = scale[section..];
            }
        }
    }

    public override LayerState CreateState(int maxRows, Kernels.Kernels kernels) => EmptyState.Instance;

    public override void Forward(LayerState state, Pass pass, float* x, float* y)
    {
        var scale = pass.Parameters + _scale.Offset;
        if (!Expands)
        {
            pass.Kernels.MultiplyColumns(x, scale, y, pass.Rows, Columns);
            return;
        }

        for (nint row = 0; row < pass.Rows; row++)
        {
            for (nint member = 0; member < Output.Width; member++)
            {
                var at = member * Input.Channels;
                pass.Kernels.MultiplyInto(x + (row * Input.Channels), scale + at, y + (row * Columns) + at, Input.Channels);
            }
        }
    }

    public override void Backward(LayerState state, Pass pass, in BackwardValues values)
    {
        float* x = values.X, dy = values.Dy, dx = values.Dx;
        var lanes = pass.Lanes.At(1);
        var gradient = pass.Gradient + _scale.Offset;
        var scale = pass.Parameters + _scale.Offset;
        if (!Expands)
        {
            pass.Kernels.ColumnSums(lanes, dy, x, Columns, gradient);
            if (dx != null)
            {
                pass.Kernels.MultiplyColumns(dy, scale, dx, pass.Rows, Columns);
            }

            return;
        }

        for (nint member = 0; member < Output.Width; member++)
        {
            var at = member * Input.Channels;
            pass.Kernels.ColumnSums(lanes, dy + at, Columns, x, Input.Channels, Input.Channels, gradient + at);
        }

        if (dx != null)
        {
            // In order of members: x was repeated, so its gradients are added.
            pass.Kernels.SumOfScaled(dy, scale, dx, pass.Rows, Output.Width, Input.Channels);
        }
    }

    public override string? OnnxObstacle => null;

    public override string Export(OnnxGraph graph, string x) => graph.Node(
        "Mul", [Expands ? graph.Reshape(x, -1, 1, Input.Channels) : x, Constant(graph, _scale, Output.Width, Input.Channels)]);
}
