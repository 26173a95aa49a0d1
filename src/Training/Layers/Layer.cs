using Millrace.Training.Networks;
using Millrace.Training.Onnx;

namespace Millrace.Training.Layers;

/// <summary>
/// A layer of a built network: immutable and shared by all ranks; what changes lies in its <see cref="LayerState"/>.
/// Pointers are to row-major float32, one sample after another.
/// </summary>
internal abstract unsafe class Layer(string name, TensorShape input, TensorShape output)
{
    /// <summary>Its place in the job file: <c>layers[0].dense</c>.</summary>
    public string Name { get; } = name;

    /// <summary>Shape of a sample that goes in.</summary>
    public TensorShape Input { get; } = input;

    /// <summary>Shape of a sample that comes out.</summary>
    public TensorShape Output { get; } = output;

    /// <summary>Whether the outputs are those of a rectifier, so that the layer after may mask its input gradient itself.</summary>
    public virtual bool EndsInRelu => false;

    /// <summary>Whether this layer can mask its input gradient where its input is not positive.</summary>
    public virtual bool CanMaskInput => false;

    /// <summary>Whether the outputs are the inputs: between other layers they then share memory and nothing is computed.</summary>
    public virtual bool IsView => false;

    /// <summary>Set by the network: the input gradient is to be kept only where the input is positive.</summary>
    public virtual bool MasksInput { get; set; }

    /// <summary>Set by the network: the layer after has applied the rectifier's derivative already.</summary>
    public bool OutputIsMasked { get; set; }

    /// <summary>Multiply-adds of the products of one sample's forward pass.</summary>
    public virtual long MultiplyAdds => 0;

    /// <summary>Values that a row leaves in the layer for the way back.</summary>
    public virtual long RowValues => IsView ? 0 : Output.Size;

    /// <summary>Draws the initial parameters.</summary>
    public virtual void Initialize(ulong seed, Span<float> parameters)
    {
    }

    /// <summary>Allocates the state for up to <paramref name="maxRows"/> samples.</summary>
    public abstract LayerState CreateState(int maxRows, Kernels.Kernels kernels);

    /// <summary>Once a step, before the first forward pass: packs weights.</summary>
    public virtual void Prepare(LayerState state, Pass pass)
    {
    }

    /// <summary>Fills <paramref name="y"/> from <paramref name="x"/>.</summary>
    public abstract void Forward(LayerState state, Pass pass, float* x, float* y);

    /// <summary>Fills the layer's part of the gradient and, unless null, the gradient of its inputs.</summary>
    public abstract void Backward(LayerState state, Pass pass, in BackwardValues values);

    /// <summary>After the gradient is summed over all ranks: moves running statistics.</summary>
    public virtual void UpdateStatistics(Span<float> parameters, ReadOnlySpan<float> gradient, ReadOnlySpan<double> sums)
    {
    }

    /// <summary>Why the layer has no ONNX export, or null. Rows are the first axis; images are exported as [rows, height, width, channels].</summary>
    public virtual string? OnnxObstacle => $"{Name}: this layer has no ONNX export";

    /// <summary>Adds the layer to the graph; gives the name of its result.</summary>
    public virtual string Export(OnnxGraph graph, string x) => throw new NetworkException(Name, "this layer has no ONNX export.");

    /// <summary>A parameter as a constant of the graph.</summary>
    protected static string Constant(OnnxGraph graph, ParameterView view, params ReadOnlySpan<int> shape) =>
        graph.Constant(graph.Parameters.Slice(view.Offset, view.Count), shape);
}
