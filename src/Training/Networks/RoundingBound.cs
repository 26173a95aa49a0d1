namespace Millrace.Training.Networks;

/// <summary>
/// How far two right ways to compute a network in float32 may lie apart. A sum of n products in any order is the exact sum of products each of which
/// is wrong by at most n · 2⁻²⁴ of itself; so the network is computed with weights that are wrong by as much, up or down at random, and the bound of a
/// prediction is four times the root mean square of what that changes. Where large products cancel, it is large; elsewhere it is small.
/// </summary>
/// <remarks>For one thread. N. J. Higham, Accuracy and Stability of Numerical Algorithms, section 3.1, for the backward error of sums.</remarks>
public sealed class RoundingBound
{
    private const int Draws = 8;
    private const double Deviations = 4;
    private const double UnitRoundoff = 1.0 / (1 << 24);
    private readonly Network _network;
    private readonly float[] _parameters;
    private readonly float[] _moved;
    private readonly double _share;

    /// <summary>The bound of <paramref name="network"/> with <paramref name="parameters"/>, which are copied.</summary>
    public RoundingBound(Network network, ReadOnlySpan<float> parameters)
    {
        ArgumentNullException.ThrowIfNull(network);
        _network = network;
        _parameters = parameters.ToArray();
        _moved = new float[parameters.Length];

        // The output axis is one of the axes, so the depth of a product is at most the elements over the shortest axis.
        _share = UnitRoundoff * network.Layout.Views
            .Where(static view => view.Kind == ParameterKind.Weight && view.Count > 0)
            .Select(static view => view.Count / view.Shape.Min())
            .Append(1).Max();
    }

    /// <summary>The bound of each prediction <c>[B, P]</c> of <paramref name="input"/>, in the prediction's unit.</summary>
    /// <param name="input">B rows, borrowed.</param>
    /// <param name="workspace">Of the network, for at least B rows.</param>
    /// <param name="predictions">What the network predicts for them.</param>
    public double[] Of(in StepInput input, NetworkWorkspace workspace, ReadOnlySpan<float> predictions)
    {
        var sums = new double[predictions.Length];
        var other = new float[predictions.Length];
        for (var draw = 0; draw < Draws; draw++)
        {
            Move(new Random(draw));
            _network.Predict(input, _moved, workspace, other);
            for (var at = 0; at < sums.Length; at++)
            {
                var difference = (double)other[at] - predictions[at];
                sums[at] += difference * difference;
            }
        }

        return [.. sums.Select(static sum => Deviations * Math.Sqrt(sum / Draws))];
    }

    private void Move(Random random)
    {
        for (var at = 0; at < _moved.Length; at++)
        {
            _moved[at] = (float)(_parameters[at] * (1 + (random.Next(2) == 0 ? _share : -_share)));
        }
    }
}
