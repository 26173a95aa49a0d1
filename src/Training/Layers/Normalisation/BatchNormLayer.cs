using Millrace.Training.Kernels;
using Millrace.Training.Networks;
using Millrace.Training.Onnx;

namespace Millrace.Training.Layers.Normalisation;

/// <summary>
/// Batch normalisation per channel over each lane's own rows; a lane part with fewer than eight rows, and inference, use the
/// running statistics. These move by row-weighted sums that travel in the gradient.
/// </summary>
internal sealed unsafe class BatchNormLayer : Layer
{
    private const int FewestRows = 8;

    private readonly ParameterView _scale;
    private readonly ParameterView _shift;
    private readonly StatisticSlot _mean;
    private readonly StatisticSlot _variance;
    private readonly BatchNormSpec _spec;
    private readonly int _rowsSum;

    public BatchNormLayer(string name, TensorShape input, BatchNormSpec spec, LayoutBuilder layout)
        : base(name, input, input)
    {
        if (!(spec.Epsilon > 0) || spec.Momentum is not (> 0 and <= 1))
        {
            throw new NetworkException(name, "epsilon is positive and momentum lies in (0, 1].");
        }

        _spec = spec;
        _scale = layout.Add($"{name}.scale", ParameterKind.Scale, input.Channels);
        _shift = layout.Add($"{name}.shift", ParameterKind.Scale, input.Channels);
        _mean = layout.AddStatistic($"{name}.running_mean", input.Channels);
        _variance = layout.AddStatistic($"{name}.running_variance", input.Channels);
        _rowsSum = layout.NextSum();
    }

    private int Columns => Input.Channels;

    public override void Initialize(ulong seed, Span<float> parameters)
    {
        parameters.Slice(_scale.Offset, Columns).Fill(1f);
        parameters.Slice(_variance.Offset, Columns).Fill(1f);
    }

    public override LayerState CreateState(int maxRows, Kernels.Kernels kernels) => new BatchNormState((long)maxRows * Input.Size, Columns);

    public override void Forward(LayerState state, Pass pass, float* x, float* y)
    {
        var own = (BatchNormState)state;
        var lanes = pass.Lanes.At(Input.Positions);
        own.Ensure(lanes.Count, Columns);
        for (var lane = 0; lane < lanes.Count; lane++)
        {
            var rows = lanes.Start(lane + 1) - lanes.Start(lane);
            if (pass.Training && rows / Input.Positions >= FewestRows)
            {
                NormaliseByLane(own, pass, lanes, lane, x);
                pass.Sums.Span[_rowsSum] += rows;
            }
            else
            {
                NormaliseByRunning(own, pass, lanes, lane, x);
            }
        }

        var all = (long)pass.Rows * Input.Positions;
        pass.Kernels.Affine(own.Normal.Pointer, pass.Parameters + _scale.Offset, pass.Parameters + _shift.Offset, y, all, Columns);
    }

    public override void Backward(LayerState state, Pass pass, in BackwardValues values)
    {
        float* dy = values.Dy, dx = values.Dx;
        var own = (BatchNormState)state;
        var lanes = pass.Lanes.At(Input.Positions);
        pass.Kernels.ColumnSums(lanes, dy, own.Normal.Pointer, Columns, pass.Gradient + _scale.Offset);
        pass.Kernels.ColumnSums(lanes, dy, null, Columns, pass.Gradient + _shift.Offset);
        var perLane = own.OneRowPerLane(lanes.Count, lanes.Continues);
        pass.Kernels.ColumnSums(perLane, own.Means.Pointer, null, Columns, pass.Gradient + _mean.Offset);
        pass.Kernels.ColumnSums(perLane, own.Variances.Pointer, null, Columns, pass.Gradient + _variance.Offset);
        for (var lane = 0; dx != null && lane < lanes.Count; lane++)
        {
            LaneBackward(own, pass, lanes, lane, dy, dx);
        }
    }

    public override void UpdateStatistics(Span<float> parameters, ReadOnlySpan<float> gradient, ReadOnlySpan<double> sums)
    {
        var rows = (float)sums[_rowsSum];
        if (rows == 0)
        {
            return;
        }

        var momentum = (float)_spec.Momentum;
        foreach (var slot in new ReadOnlySpan<StatisticSlot>([_mean, _variance]))
        {
            for (var at = slot.Offset; at < slot.Offset + slot.Count; at++)
            {
                parameters[at] = MathF.FusedMultiplyAdd(momentum, (gradient[at] / rows) - parameters[at], parameters[at]);
            }
        }
    }

    private void NormaliseByLane(BatchNormState own, Pass pass, in LaneRows lanes, int lane, float* x)
    {
        var (first, rows) = (lanes.Start(lane), lanes.Start(lane + 1) - lanes.Start(lane));
        var only = lanes.Only(lane);
        float* shift = own.Scratch.Pointer, factor = shift + Columns, sum = factor + Columns;
        var inverse = own.Inverse.Pointer + (lane * Columns);
        var normal = own.Normal.Pointer + (first * Columns);
        pass.Kernels.ColumnSums(only, x, null, Columns, sum);
        for (var column = 0; column < Columns; column++)
        {
            var mean = sum[column] / rows;
            own.Means.Pointer[(lane * Columns) + column] = mean * rows;
            (factor[column], shift[column]) = (1f, -mean);
        }

        pass.Kernels.Affine(x + (first * Columns), factor, shift, normal, rows, Columns);
        pass.Kernels.ColumnSums(only, own.Normal.Pointer, own.Normal.Pointer, Columns, sum);
        for (var column = 0; column < Columns; column++)
        {
            inverse[column] = 1f / MathF.Sqrt((sum[column] / rows) + (float)_spec.Epsilon);
            own.Variances.Pointer[(lane * Columns) + column] = sum[column] / (rows - 1) * rows;
            shift[column] = 0f;
        }

        pass.Kernels.Affine(normal, inverse, shift, normal, rows, Columns);
    }

    private void NormaliseByRunning(BatchNormState own, Pass pass, in LaneRows lanes, int lane, float* x)
    {
        var (first, rows) = (lanes.Start(lane), lanes.Start(lane + 1) - lanes.Start(lane));
        float* shift = own.Scratch.Pointer, factor = shift + Columns;
        for (var column = 0; column < Columns; column++)
        {
            factor[column] = 1f / MathF.Sqrt(pass.Parameters[_variance.Offset + column] + (float)_spec.Epsilon);
            shift[column] = -pass.Parameters[_mean.Offset + column] * factor[column];
            own.Inverse.Pointer[(lane * Columns) + column] = factor[column];
            own.Means.Pointer[(lane * Columns) + column] = 0f;
            own.Variances.Pointer[(lane * Columns) + column] = 0f;
        }

        pass.Kernels.Affine(x + (first * Columns), factor, shift, own.Normal.Pointer + (first * Columns), rows, Columns);
    }

    private void LaneBackward(BatchNormState own, Pass pass, in LaneRows lanes, int lane, float* dy, float* dx)
    {
        var (first, rows) = (lanes.Start(lane), lanes.Start(lane + 1) - lanes.Start(lane));
        float* keep = own.Scratch.Pointer, slope = keep + Columns, shift = slope + Columns, sum = shift + Columns, product = sum + Columns;
        var ownStatistics = rows / Input.Positions >= FewestRows;
        if (ownStatistics)
        {
            pass.Kernels.ColumnSums(lanes.Only(lane), dy, null, Columns, sum);
            pass.Kernels.ColumnSums(lanes.Only(lane), dy, own.Normal.Pointer, Columns, product);
        }

        for (var column = 0; column < Columns; column++)
        {
            keep[column] = pass.Parameters[_scale.Offset + column] * own.Inverse.Pointer[(lane * Columns) + column];
            slope[column] = ownStatistics ? -keep[column] * (product[column] / rows) : 0f;
            shift[column] = ownStatistics ? -keep[column] * (sum[column] / rows) : 0f;
        }

        var at = first * Columns;
        pass.Kernels.Affine(dy + at, keep, own.Normal.Pointer + at, slope, shift, dx + at, rows, Columns);
    }

    public override string? OnnxObstacle => null;

    public override string Export(OnnxGraph graph, string x)
    {
        var (factor, shift) = (new float[Columns], new float[Columns]);
        for (var column = 0; column < Columns; column++)
        {
            factor[column] = graph.Parameters[_scale.Offset + column] / MathF.Sqrt(graph.Parameters[_variance.Offset + column] + (float)_spec.Epsilon);
            shift[column] = graph.Parameters[_shift.Offset + column] - (graph.Parameters[_mean.Offset + column] * factor[column]);
        }

        return graph.Node("Add", [graph.Node("Mul", [x, graph.Constant(factor, Columns)]), graph.Constant(shift, Columns)]);
    }
}
