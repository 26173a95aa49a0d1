using Millrace.Training.Embeddings;
using Millrace.Training.Kernels;
using Millrace.Training.Layers;

namespace Millrace.Training.Networks;

/// <summary>
/// A network built from its description: shapes checked, parameters laid out. Immutable and shared by all ranks; what
/// changes lies in the parameter buffer and in each rank's <see cref="NetworkWorkspace"/>.
/// </summary>
public sealed class Network
{
    internal Network(InputShape shape, InputLayer input, StackLayer stack, TargetHead[] targets, ParameterLayout layout, int sumCount)
    {
        (Shape, InputLayer, Stack, Targets, Layout) = (shape, input, stack, targets, layout);
        PredictionCount = targets.Sum(static target => target.Outputs);
        LabelCount = targets.Sum(static target => target.Labels);
        Members = stack.Output.Positions;
        SumCount = sumCount;
    }

    /// <summary>What the features deliver.</summary>
    public InputShape Shape { get; }

    /// <summary>Where each layer's parameters lie.</summary>
    public ParameterLayout Layout { get; }

    /// <summary>Elements of <see cref="StepSums.Values"/>.</summary>
    public int SumCount { get; }

    /// <summary>P: columns of predictions over all targets: values, one probability (logistic) or one per class.</summary>
    public int PredictionCount { get; }

    /// <summary>L: columns of labels over all targets.</summary>
    public int LabelCount { get; }

    /// <summary>
    /// Floating-point operations of a training step's products for one row: the forward pass, the gradient of the weights and that of the inputs, two
    /// operations a multiply-add. Sequences count with their most length.
    /// </summary>
    public long TrainingFlop => checked(6 * Stack.MultiplyAdds);

    /// <summary>About how many float32 values a row takes between its forward and its backward pass, gradients left out: for estimates of memory.</summary>
    public long RowValues => InputLayer.Output.Size + Stack.RowValues;

    internal int Members { get; }

    internal InputLayer InputLayer { get; }

    internal StackLayer Stack { get; }

    internal TargetHead[] Targets { get; }

    /// <summary>Builds a network and checks every shape.</summary>
    /// <exception cref="NetworkException">Shapes do not fit, or a setting is out of range; names the layer and both shapes.</exception>
    public static Network Build(NetworkSpec spec, InputShape input, IReadOnlyList<TargetSpec> targets) =>
        NetworkBuilding.Build(spec, input, targets);

    /// <summary>Draws the initial parameters; <paramref name="parameters"/> has <c>Layout.Count</c> elements.</summary>
    public void Initialize(ulong seed, Span<float> parameters)
    {
        ArgumentOutOfRangeException.ThrowIfNotEqual(parameters.Length, Layout.Count);
        parameters.Clear();
        InputLayer.Initialize(seed, parameters);
        Stack.Initialize(seed, parameters);
    }

    /// <summary>Memory for one rank.</summary>
    /// <param name="maxRows">Most rows that go through the layers at once.</param>
    /// <param name="path">The vector width, for tests; null: the widest of this machine.</param>
    public NetworkWorkspace CreateWorkspace(int maxRows, KernelPath? path = null)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(maxRows, 1);
        return new NetworkWorkspace(this, maxRows, path, null);
    }

    /// <summary>Memory for one rank that notes which rows of embedding tables a pass touches.</summary>
    internal NetworkWorkspace CreateSparseWorkspace(int maxRows, EmbeddingTables tables) => new(this, maxRows, null, tables);

    /// <summary>
    /// Forward and backward pass over a rank's rows. Leaves in <paramref name="gradient"/> (<c>Layout.Count</c> elements,
    /// overwritten) the sum over the rows, and in <paramref name="sums"/> rows, weight and losses: all by the lane tree.
    /// </summary>
    /// <exception cref="NetworkException">A label or a category index is out of range.</exception>
    public void ForwardBackward(
        in StepInput input, ReadOnlySpan<float> parameters, NetworkWorkspace workspace, Span<float> gradient, StepSums sums) =>
        NetworkPasses.ForwardBackward(this, input, parameters, workspace, gradient, sums);

    /// <summary>
    /// Predictions [B, P] in the labels' units (probabilities for classes), with losses and metrics of the predictions in
    /// <paramref name="sums"/>: rows in lane order, by the lane tree.
    /// </summary>
    public void Evaluate(
        in StepInput input, ReadOnlySpan<float> parameters, NetworkWorkspace workspace, Span<float> predictions, StepSums sums) =>
        NetworkPasses.Evaluate(this, input, parameters, workspace, predictions, sums);

    /// <summary>Predictions [B, P] in the labels' units; no labels needed.</summary>
    public void Predict(in StepInput input, ReadOnlySpan<float> parameters, NetworkWorkspace workspace, Span<float> predictions) =>
        NetworkPasses.Evaluate(this, input, parameters, workspace, predictions, null);

    /// <summary>
    /// Moves the running statistics of batch normalisation, from the row-weighted sums that their places in the summed
    /// gradient carry. Part of <see cref="Optimizers.Optimizer.Step"/>.
    /// </summary>
    public void UpdateStatistics(Span<float> parameters, ReadOnlySpan<float> gradient, StepSums sums)
    {
        ArgumentNullException.ThrowIfNull(sums);
        Stack.UpdateStatistics(parameters, gradient, sums.Values);
    }
}
