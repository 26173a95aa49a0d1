namespace Millrace.Training.Networks;

/// <summary>Losses of all targets over the rows of a pass, in row order within each lane.</summary>
internal static unsafe class NetworkLoss
{
    /// <summary>Fills the output gradient and adds rows, weight and losses to the lanes' sums.</summary>
    public static void Train(
        Network network, in StepInput input, int first, ReadOnlySpan<int> laneStarts, NetworkWorkspace workspace, bool endsLanes)
    {
        for (var lane = 0; lane + 1 < laneStarts.Length; lane++)
        {
            for (var row = laneStarts[lane]; row < laneStarts[lane + 1]; row++)
            {
                TrainRow(network, input, first, row, workspace);
            }

            if (endsLanes)
            {
                workspace.Sums.EndLane();
            }
        }
    }

    /// <summary>Predicts rows of one lane; where there are labels to measure against, adds losses and metrics to the lane's sums.</summary>
    public static void Measure(
        Network network, in StepInput input, int first, int rows, NetworkWorkspace workspace, Span<float> predictions, bool measures)
    {
        var size = network.Stack.Output.Size;
        for (var row = 0; row < rows; row++)
        {
            var outputs = workspace.Outputs.Span.Slice(row * size, size);
            var target = predictions.Slice((first + row) * network.PredictionCount, network.PredictionCount);
            PredictRow(network, workspace, outputs, target);
            if (measures)
            {
                MeasureRow(network, input, first + row, workspace);
            }
        }
    }

    private static void TrainRow(Network network, in StepInput input, int first, int row, NetworkWorkspace workspace)
    {
        var size = network.Stack.Output.Size;
        var outputs = workspace.Outputs.Span.Slice(row * size, size);
        var gradient = workspace.OutputGradient.Span.Slice(row * size, size);
        var leaf = workspace.Sums.Leaf;
        var weight = ReadRow(network, input, first + row, workspace);
        leaf[0]++;
        leaf[1] += weight;
        for (var at = 0; at < network.Targets.Length; at++)
        {
            var target = network.Targets[at];
            var labels = workspace.Labels.AsSpan(target.FirstLabel, target.Labels);
            var loss = weight * target.Train(outputs, network.Members, labels, weight, gradient);
            leaf[2] += target.Weight * loss;
            leaf[StepSums.FirstTarget + (StepSums.PerTarget * at)] += loss;
        }
    }

    private static void PredictRow(Network network, NetworkWorkspace workspace, ReadOnlySpan<float> outputs, Span<float> target)
    {
        var scratch = workspace.Predictions.AsSpan(network.PredictionCount);
        foreach (var head in network.Targets)
        {
            var predictions = workspace.Predictions.AsSpan(head.FirstOutput, head.Outputs);
            head.Predict(outputs, network.Members, predictions, scratch);
            for (var column = 0; column < head.Outputs; column++)
            {
                target[head.FirstOutput + column] = head.InUnits(predictions[column]);
            }
        }
    }

    private static void MeasureRow(Network network, in StepInput input, int row, NetworkWorkspace workspace)
    {
        var leaf = workspace.Sums.Leaf;
        var weight = ReadRow(network, input, row, workspace);
        leaf[0]++;
        leaf[1] += weight;
        for (var at = 0; at < network.Targets.Length; at++)
        {
            var head = network.Targets[at];
            var sums = leaf.Slice(StepSums.FirstTarget + (StepSums.PerTarget * at), StepSums.PerTarget);
            var predictions = workspace.Predictions.AsSpan(head.FirstOutput, head.Outputs);
            var labels = workspace.Labels.AsSpan(head.FirstLabel, head.Labels);
            leaf[2] += weight * head.Weight * head.Measure(predictions, labels, weight, sums);
        }
    }

    /// <summary>Reads the labels of a row and gives its weight: the sample weight times the weights of its classes.</summary>
    private static double ReadRow(Network network, in StepInput input, int row, NetworkWorkspace workspace)
    {
        double weight = input.Weights.IsEmpty ? 1 : input.Weights[row];
        var y = input.Y.Slice(row * network.LabelCount, network.LabelCount);
        foreach (var target in network.Targets)
        {
            var labels = workspace.Labels.AsSpan(target.FirstLabel, target.Labels);
            target.ReadLabels(y, labels, input.RowIdsHigh.IsEmpty ? null : (input.RowIdsHigh[row], input.RowIdsLow[row]));
            weight *= target.ClassWeight(labels);
        }

        return weight;
    }
}
