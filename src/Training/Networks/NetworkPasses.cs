using System.Numerics;
using Millrace.Training.Kernels;
using Millrace.Training.Layers;

namespace Millrace.Training.Networks;

/// <summary>How a step runs through a network: all lanes' rows together, or lane by lane in parts where memory is short.</summary>
internal static unsafe class NetworkPasses
{
    public static void ForwardBackward(
        Network network, in StepInput input, ReadOnlySpan<float> parameters, NetworkWorkspace workspace, Span<float> gradient, StepSums sums)
    {
        Check(network, input, parameters, needsLabels: true);
        ArgumentOutOfRangeException.ThrowIfNotEqual(gradient.Length, network.Layout.Count);
        sums.Clear();
        workspace.Sums.Begin();
        workspace.TouchedRows?.Clear();
        fixed (float* parameter = parameters, target = gradient)
        fixed (int* lengths = input.SequenceLengths)
        fixed (long* high = input.RowIdsHigh, low = input.RowIdsLow)
        {
            workspace.Pass.SetRows(lengths, high, low);
            workspace.Pass.Parameters = parameter;
            workspace.Pass.Gradient = target;
            workspace.Pass.Training = true;
            workspace.Pass.Sums = sums.Values;
            network.Stack.Prepare(workspace.Stack, workspace.Pass);
            if (input.Rows <= workspace.MaxRows)
            {
                RunTrainingPart(network, input, 0, input.LaneStarts, false, workspace);
            }
            else
            {
                RunInParts(network, input, workspace, gradient);
            }
        }

        AddTo(sums.Values, workspace.Sums.Total);
    }

    public static void Evaluate(
        Network network, in StepInput input, ReadOnlySpan<float> parameters, NetworkWorkspace workspace, Span<float> predictions, StepSums? sums)
    {
        Check(network, input, parameters, needsLabels: sums != null);
        ArgumentOutOfRangeException.ThrowIfLessThan(predictions.Length, input.Rows * network.PredictionCount);
        sums?.Clear();
        Infer(network, input, parameters, workspace, predictions, sums != null, isRaw: false);
        if (sums != null)
        {
            AddTo(sums.Values, workspace.Sums.Total);
        }
    }

    /// <summary>What the last layer gives, [B, members, outputs], before anything of the targets.</summary>
    public static void Outputs(Network network, in StepInput input, ReadOnlySpan<float> parameters, NetworkWorkspace workspace, Span<float> outputs)
    {
        Check(network, input, parameters, needsLabels: false);
        ArgumentOutOfRangeException.ThrowIfLessThan(outputs.Length, input.Rows * network.Stack.Output.Size);
        Infer(network, input, parameters, workspace, outputs, measures: false, isRaw: true);
    }

    private static void Infer(
        Network network, in StepInput input, ReadOnlySpan<float> parameters, NetworkWorkspace workspace, Span<float> target, bool measures, bool isRaw)
    {
        workspace.Sums.Begin();
        fixed (float* parameter = parameters)
        fixed (int* lengths = input.SequenceLengths)
        fixed (long* high = input.RowIdsHigh, low = input.RowIdsLow)
        {
            workspace.Pass.SetRows(lengths, high, low);
            workspace.Pass.Parameters = parameter;
            workspace.Pass.Gradient = null;
            workspace.Pass.Training = false;
            network.Stack.Prepare(workspace.Stack, workspace.Pass);
            for (var lane = 0; lane + 1 < input.LaneStarts.Length; lane++)
            {
                for (int first = input.LaneStarts[lane], end = input.LaneStarts[lane + 1]; first < end; first += workspace.MaxRows)
                {
                    var rows = Math.Min(workspace.MaxRows, end - first);
                    (workspace.LaneStarts[0], workspace.LaneStarts[1]) = (0, rows);
                    Forward(network, input, first, workspace.LaneStarts, false, workspace);
                    if (isRaw)
                    {
                        var size = network.Stack.Output.Size;
                        workspace.Outputs.Span[..(rows * size)].CopyTo(target[(first * size)..]);
                    }
                    else
                    {
                        NetworkLoss.Measure(network, input, first, rows, workspace, target, measures);
                    }
                }

                workspace.Sums.EndLane();
            }
        }
    }

    /// <summary>A rank whose step does not fit: each lane's chains go on from part to part; finished lanes wait on a carry stack.</summary>
    private static void RunInParts(Network network, in StepInput input, NetworkWorkspace workspace, Span<float> gradient)
    {
        var lanes = input.LaneStarts.Length - 1;
        for (var lane = 0; lane < lanes; lane++)
        {
            var leaf = CarryOf(workspace, BitOperations.PopCount((uint)lane), gradient.Length);
            workspace.Pass.Gradient = leaf.Pointer;
            int first = input.LaneStarts[lane], end = input.LaneStarts[lane + 1];
            for (var part = 0; part == 0 || first < end; part++, first += workspace.MaxRows)
            {
                (workspace.LaneStarts[0], workspace.LaneStarts[1]) = (0, Math.Min(workspace.MaxRows, end - first));
                RunTrainingPart(network, input, first, workspace.LaneStarts, part > 0, workspace);
            }

            var target = leaf;
            for (var merge = BitOperations.TrailingZeroCount(lane + 1); merge > 0; merge--)
            {
                var left = workspace.GradientCarry[workspace.GradientCarry.IndexOf(target) - 1];
                Merge(workspace, left, target, gradient.Length);
                target = left;
            }
        }

        TakeSum(workspace, gradient);
    }

    /// <summary>left += right; rows of embedding tables that no lane has touched yet are zero in both, and the right's are for the next lane.</summary>
    private static void Merge(NetworkWorkspace workspace, AlignedBuffer left, AlignedBuffer right, int length)
    {
        var first = 0;
        if (workspace.TouchedRows is { } touched)
        {
            first = touched.Tables.Elements;
            foreach (var row in touched.Sorted)
            {
                var (offset, columns) = touched.Tables.Place(row);
                workspace.Kernels.Add(left.Pointer + offset, right.Pointer + offset, left.Pointer + offset, columns);
                right.Span.Slice(offset, columns).Clear();
            }
        }

        workspace.Kernels.Add(left.Pointer + first, right.Pointer + first, left.Pointer + first, length - first);
    }

    /// <summary>The gradient of all lanes; touched rows are zero again in all buffers, as the next step expects them.</summary>
    private static void TakeSum(NetworkWorkspace workspace, Span<float> gradient)
    {
        var sum = workspace.GradientCarry[0].Span;
        if (workspace.TouchedRows is not { } touched)
        {
            sum.CopyTo(gradient);
            return;
        }

        var first = touched.Tables.Elements;
        sum[first..].CopyTo(gradient[first..]);
        foreach (var row in touched.Sorted)
        {
            var (offset, columns) = touched.Tables.Place(row);
            sum.Slice(offset, columns).CopyTo(gradient[offset..]);
            foreach (var buffer in workspace.GradientCarry)
            {
                buffer.Span.Slice(offset, columns).Clear();
            }
        }
    }

    private static void RunTrainingPart(
        Network network, in StepInput input, int first, ReadOnlySpan<int> laneStarts, bool continues, NetworkWorkspace workspace)
    {
        fixed (int* starts = laneStarts)
        {
            Forward(network, input, first, laneStarts, continues, workspace);
            workspace.Pass.Lanes = new LaneRows(starts, laneStarts.Length - 1, 1, continues);
            NetworkLoss.Train(network, input, first, laneStarts, workspace, endsLanes: laneStarts.Length > 2 || EndsLane(input, first, laneStarts));
            var dx = network.InputLayer.HasParameters ? workspace.FirstGradient.Pointer : null;
            var values = new BackwardValues
            {
                X = workspace.FirstValues.Pointer,
                Y = workspace.Outputs.Pointer,
                Dy = workspace.OutputGradient.Pointer,
                Dx = dx,
            };
            network.Stack.Backward(workspace.Stack, workspace.Pass, values);
            if (dx != null)
            {
                network.InputLayer.Backward(workspace.Input, workspace.Pass, dx, workspace.TouchedRows);
            }
        }
    }

    private static bool EndsLane(in StepInput input, int first, ReadOnlySpan<int> laneStarts) =>
        input.LaneStarts[1..].Contains(first + laneStarts[^1]);

    private static void Forward(
        Network network, in StepInput input, int first, ReadOnlySpan<int> laneStarts, bool continues, NetworkWorkspace workspace)
    {
        var pass = workspace.Pass;
        fixed (int* starts = laneStarts)
        {
            pass.Rows = laneStarts[^1];
            pass.Lanes = new LaneRows(starts, laneStarts.Length - 1, 1, continues);
            pass.Seed = input.Seed;
            pass.Step = (ulong)input.Step;
            pass.FirstRow = first;
            network.InputLayer.Forward(workspace.Input, pass, input, first, workspace.FirstValues.Pointer);
            network.Stack.Forward(workspace.Stack, pass, workspace.FirstValues.Pointer, workspace.Outputs.Pointer);
        }
    }

    private static AlignedBuffer CarryOf(NetworkWorkspace workspace, int level, int length)
    {
        while (workspace.GradientCarry.Count <= level)
        {
            workspace.GradientCarry.Add(new AlignedBuffer(length));
        }

        return workspace.GradientCarry[level];
    }

    private static void AddTo(double[] sums, ReadOnlySpan<double> total)
    {
        for (var index = 0; index < total.Length; index++)
        {
            sums[index] += total[index];
        }
    }

    private static void Check(Network network, in StepInput input, ReadOnlySpan<float> parameters, bool needsLabels)
    {
        ArgumentOutOfRangeException.ThrowIfNotEqual(parameters.Length, network.Layout.Count);
        var lanes = input.LaneStarts.Length - 1;
        if (lanes < 1 || !BitOperations.IsPow2(lanes) || input.LaneStarts[0] != 0)
        {
            throw new NetworkException("lanes", "the lane starts begin with 0 and describe a power of two of lanes.");
        }

        var rows = input.Rows;
        var shape = network.Shape;
        Require("x", input.X.Length, rows, shape.DenseFeatures);
        Require("c", input.Categories.Length, rows, shape.Categories.Count);
        Require("sequences", input.Sequences.Length, rows, shape.SequenceFeatures * shape.MaxLength);
        Require("sequence lengths", input.SequenceLengths.Length, rows, shape.SequenceFeatures > 0 ? 1 : 0);
        if (needsLabels)
        {
            Require("y", input.Y.Length, rows, network.LabelCount);
        }

        if (!input.Weights.IsEmpty)
        {
            Require("w", input.Weights.Length, rows, 1);
        }
    }

    private static void Require(string part, int length, int rows, int columns)
    {
        if (length != (long)rows * columns)
        {
            throw new NetworkException(part, $"{length} values, but {rows} rows of {columns} are {(long)rows * columns}.");
        }
    }
}
