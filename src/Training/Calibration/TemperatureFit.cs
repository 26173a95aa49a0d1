using Apache.Arrow;
using Millrace.Exact;
using Millrace.Training.Lanes;
using Millrace.Training.Losses;
using Millrace.Training.Networks;

namespace Millrace.Training.Calibration;

/// <summary>
/// Fits one temperature a classification target on rows that the network was not trained on: the one of least mean log loss of the
/// members' mean probability. The rows are put in the order of their ids first, so files, readers and ranks do not matter. Not thread-safe.
/// </summary>
/// <remarks>
/// Guo, Pleiss, Sun and Weinberger, "On calibration of modern neural networks", 2017. B rows, M members, O outputs over all targets.
/// </remarks>
public sealed class TemperatureFit
{
    /// <summary>Least temperature; the greatest is its inverse.</summary>
    public const double Least = 0.05;

    private const int Halvings = 44;

    /// <summary>Least rows outside the most frequent class: fewer say more of themselves than of the temperature.</summary>
    private const int LeastRows = 10;

    /// <summary>A loss this close to the least one is as good.</summary>
    private const double EndMargin = 1e-9;

    private static readonly double Lowest = ExactMath.Log(Least);

    private readonly TrainedModel _model;
    private readonly NetworkWorkspace _workspace;
    private readonly List<Row> _rows = [];

    /// <summary>A fit without rows.</summary>
    public TemperatureFit(TrainedModel model)
    {
        ArgumentNullException.ThrowIfNull(model);
        _model = model.WithTemperatures(null);
        _workspace = _model.Network.CreateWorkspace(1024);
    }

    /// <summary>Most rows worth adding: what a fit over them takes is bounded.</summary>
    public int MostRows => Math.Clamp((1 << 21) / _model.Network.Stack.Output.Size, 1_024, 65_536);

    /// <summary>Adds the rows of a feature batch (borrowed) that <paramref name="keep"/> takes by their ids; null takes all.</summary>
    public void Add(RecordBatch featureBatch, Func<long, long, bool>? keep)
    {
        ArgumentNullException.ThrowIfNull(featureBatch);
        var network = _model.Network;
        var (x, c) = FeatureColumns.Read(featureBatch, network.Shape);
        var (sequences, lengths) = FeatureColumns.ReadSequences(featureBatch, network.Shape);
        var y = FeatureColumns.Fixed<FloatArray, float>(featureBatch, "y", network.LabelCount, static array => array.Values);
        var weights = FeatureColumns.Column<FloatArray>(featureBatch, "w").Values;
        var high = FeatureColumns.Column<Int64Array>(featureBatch, "id_hi").Values;
        var low = FeatureColumns.Column<Int64Array>(featureBatch, "id_lo").Values;
        var size = network.Stack.Output.Size;
        var outputs = new float[featureBatch.Length * size];
        var input = new StepInput
        {
            LaneStarts = new[] { 0, featureBatch.Length },
            X = x,
            Categories = c,
            Sequences = sequences,
            SequenceLengths = lengths,
        };
        NetworkPasses.Outputs(network, input, _model.Weights.Span, _workspace, outputs);
        for (var row = 0; row < featureBatch.Length; row++)
        {
            if (keep is null || keep(high[row], low[row]))
            {
                _rows.Add(new Row(
                    high[row], low[row], weights[row], y[(row * network.LabelCount)..((row + 1) * network.LabelCount)], outputs[(row * size)..((row + 1) * size)]));
            }
        }
    }

    /// <summary>One record a target, in the plan's order; null for targets that are no classification, and where no row has a weight.</summary>
    public IReadOnlyList<TargetCalibration?> Finish()
    {
        _rows.Sort(static (a, b) => (a.High, a.Low).CompareTo((b.High, b.Low)));
        return [.. _model.Plan.Targets.Select((target, at) => target.Loss is LogisticLossSpec or CrossEntropyLossSpec ? Fit(target, at) : null)];
    }

    private TargetCalibration? Fit(TargetSpec target, int at)
    {
        if (!(_rows.Sum(static row => (double)row.Weight) > 0))
        {
            return null;
        }

        var before = Loss(target, at, 0);
        var plain = new TargetCalibration(target.Name, 1, before, before, _rows.Count);
        if (OutsideMainClass(target, at) is < LeastRows and var few)
        {
            return plain with { Note = $"{target.Name} is not calibrated: {few} of {_rows.Count} validation rows are not of the most frequent class, and {LeastRows} are the least to fit a temperature on" };
        }

        var (best, after) = Search(target, at);
        if (after >= before)
        {
            return plain;
        }

        // No worse at an end than anywhere: more of the same would be better still, and these rows do not say how much is enough.
        return Loss(target, at, Lowest) <= after + EndMargin
            ? plain with { Note = $"{target.Name} is not calibrated: the network makes hardly a mistake on the validation rows, so that every lower temperature looks better, whatever it would cost on other rows" }
            : Loss(target, at, -Lowest) <= after + EndMargin
            ? plain with { Note = $"{target.Name} is not calibrated: every higher temperature looks better, since on the validation rows the network tells the classes apart no better than chance" }
            : new TargetCalibration(target.Name, ExactMath.Exp(best), before, after, _rows.Count);
    }

    /// <summary>Rows of weight that do not belong to the class of most rows. A label between two classes belongs to both.</summary>
    private int OutsideMainClass(TargetSpec target, int at)
    {
        var head = _model.Network.Targets[at];
        var rows = new int[Math.Max(2, target.Classes)];
        var all = 0;
        foreach (var row in _rows.Where(static row => row.Weight > 0))
        {
            var labels = row.Labels.AsSpan(head.FirstLabel, head.Labels);
            all++;
            if (target.Loss is CrossEntropyLossSpec)
            {
                rows[(int)labels[0]]++;
                continue;
            }

            rows[0] += labels.ContainsAnyExceptInRange(1, float.MaxValue) ? 1 : 0;
            rows[1] += labels.ContainsAnyExceptInRange(float.MinValue, 0) ? 1 : 0;
        }

        return target.Loss is CrossEntropyLossSpec ? all - rows.Max() : rows.Min();
    }

    /// <summary>Golden section over the logarithm of the temperature.</summary>
    private (double LogTemperature, double Loss) Search(TargetSpec target, int at)
    {
        const double golden = 0.6180339887498949;
        double low = Lowest, high = -low;
        double left = high - (golden * (high - low)), right = low + (golden * (high - low));
        double lossLeft = Loss(target, at, left), lossRight = Loss(target, at, right);
        for (var step = 0; step < Halvings; step++)
        {
            if (lossLeft <= lossRight)
            {
                (high, right, lossRight) = (right, left, lossLeft);
                left = high - (golden * (high - low));
                lossLeft = Loss(target, at, left);
            }
            else
            {
                (low, left, lossLeft) = (left, right, lossRight);
                right = low + (golden * (high - low));
                lossRight = Loss(target, at, right);
            }
        }

        return lossLeft <= lossRight ? (left, lossLeft) : (right, lossRight);
    }

    private double Loss(TargetSpec target, int at, double logTemperature)
    {
        var network = _model.Network;
        var first = network.Targets[at];
        var head = new TargetHead(target with { Temperature = ExactMath.Exp(logTemperature) }, first.FirstOutput, first.FirstLabel);
        var plain = LossFactory.Create(target.Loss is CrossEntropyLossSpec ? target with { Loss = new CrossEntropyLossSpec() } : target);
        var predictions = new double[head.Outputs];
        var scratch = new double[head.Outputs];
        var labels = new double[head.Labels];
        var (sum, weight) = (0.0, 0.0);
        foreach (var row in _rows)
        {
            head.ReadLabels(row.Labels, labels);
            head.Predict(row.Outputs, network.Members, predictions, scratch);
            sum += row.Weight * plain.OfPrediction(predictions, labels);
            weight += row.Weight;
        }

        return sum / weight;
    }

    private sealed record Row(long High, long Low, float Weight, float[] Labels, float[] Outputs);
}
