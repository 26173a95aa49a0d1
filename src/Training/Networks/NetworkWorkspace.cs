using Millrace.Training.Embeddings;
using Millrace.Training.Kernels;
using Millrace.Training.Layers;

namespace Millrace.Training.Networks;

/// <summary>
/// The memory of one rank: activations, gradients between layers, packed weights, scratch. Made once, reused for every
/// step, so that steps allocate nothing. Serves one thread at a time.
/// </summary>
public sealed class NetworkWorkspace
{
    internal NetworkWorkspace(Network network, int maxRows, KernelPath? path, EmbeddingTables? sparse)
    {
        MaxRows = maxRows;
        Kernels = Millrace.Training.Kernels.Kernels.Create(path);
        Pass = new Pass(Kernels);
        Stack = network.Stack.CreateState(maxRows, Kernels);
        Input = new InputState(network.Shape, maxRows);
        var (first, last) = (network.InputLayer.Output.Size, network.Stack.Output.Size);
        FirstValues = new AlignedBuffer((long)maxRows * first);
        FirstGradient = new AlignedBuffer(network.InputLayer.HasParameters ? (long)maxRows * first : 0);
        Outputs = new AlignedBuffer((long)maxRows * last);
        OutputGradient = new AlignedBuffer((long)maxRows * last);
        Sums = new LaneSums(network.SumCount);
        Labels = new double[network.LabelCount];
        Predictions = new double[2 * network.PredictionCount];
        LaneStarts = new int[2];
        TouchedRows = sparse is null ? null : new EmbeddingRows(sparse);
    }

    /// <summary>Most rows that go through the layers at once. A step with more is worked off in parts, to the same bytes.</summary>
    public int MaxRows { get; }

    /// <summary>The vector width that runs.</summary>
    public KernelPath Path => Kernels.Path;

    internal Kernels.Kernels Kernels { get; }

    internal Pass Pass { get; }

    internal LayerState Stack { get; }

    internal InputState Input { get; }

    internal AlignedBuffer FirstValues { get; }

    internal AlignedBuffer FirstGradient { get; }

    internal AlignedBuffer Outputs { get; }

    internal AlignedBuffer OutputGradient { get; }

    internal LaneSums Sums { get; }

    internal double[] Labels { get; }

    internal double[] Predictions { get; }

    internal int[] LaneStarts { get; }

    /// <summary>
    /// The rows of embedding tables that the last forward and backward pass touched; null where whole tables are filled. Where rows are noted, the tables' part of the
    /// gradient is zero before a pass, and touched rows alone are written.
    /// </summary>
    internal EmbeddingRows? TouchedRows { get; }

    /// <summary>Gradients of lanes that wait for their neighbours, where a step is worked off in parts.</summary>
    internal List<AlignedBuffer> GradientCarry { get; } = [];
}
