using System.Globalization;
using Millrace.Training.Networks;

namespace Millrace.Training;

/// <summary>
/// Says where a number that is not finite came from, once the summed gradient or loss holds one: the column of the data, where a value of any rank's rows is none itself, else
/// the layer. Every rank asks, for every rank has the same sums, and every rank gets the same answer.
/// </summary>
/// <remarks>Lanes are checked when they are built; this finds what was damaged since, and sources that check nothing. F features, D sequences.</remarks>
internal static class NotFinite
{
    private const string Advice = "a smaller rate or clipping may help";

    /// <summary>The exception that ends training at this step.</summary>
    /// <param name="context">The rank.</param>
    /// <param name="input">The rank's rows of the step.</param>
    /// <param name="firstParameter">The first parameter whose gradient is not finite, else −1.</param>
    /// <param name="counters">Step and epoch.</param>
    /// <exception cref="Collectives.PeerException">Another rank is lost.</exception>
    public static TrainingException At(RankContext context, in StepInput input, int firstParameter, LoopCounters counters)
    {
        var columns = new double[context.Plan.Input.DenseFeatures + context.Plan.Input.SequenceFeatures + 1];
        Count(context.Plan.Input, input, columns);
        context.Collective.AllReduce(columns.AsSpan(), counters.Step);
        var column = Array.FindIndex(columns, static rows => rows > 0);
        var (what, advice) = column >= 0
            ? (string.Create(CultureInfo.InvariantCulture, $"{NameOf(context, column)} is not a finite number in {columns[column]:0} {(columns[column] == 1 ? "row" : "rows")}"), "the data must be cleaned")
            : ($"{NameOf(context.Network.Layout, firstParameter)} is not a finite number", Advice);
        return new TrainingException($"{what} at step {counters.Step} (epoch {counters.Epoch}); {advice}", counters.Step);
    }

    /// <summary>What a step found not to be finite, in words.</summary>
    /// <param name="layout">The network's parameters.</param>
    /// <param name="firstParameter">The first parameter whose gradient, or the first running statistic that, is not finite; −1: neither, so it is the loss.</param>
    public static string NameOf(ParameterLayout layout, int firstParameter)
    {
        if (firstParameter < 0)
        {
            return "the loss";
        }

        var view = layout.ViewOf(firstParameter);
        return view.Kind == ParameterKind.Statistic ? $"the running statistic {view.Name}" : $"the gradient of {view.Name}";
    }

    /// <summary>
    /// Ends training after an epoch whose metrics are not all finite: no later epoch would ever be better than such a one. Every rank has the same sums, so every rank ends.
    /// </summary>
    /// <exception cref="TrainingException">A metric is not finite.</exception>
    public static void RefuseMetrics(IReadOnlyDictionary<string, double>? validation, LoopCounters counters)
    {
        foreach (var (metric, value) in validation ?? new Dictionary<string, double>())
        {
            if (!double.IsFinite(value))
            {
                throw new TrainingException(
                    string.Create(CultureInfo.InvariantCulture, $"{metric} of the validation rows is not a finite number ({value}) after epoch {counters.Epoch} (step {counters.Step}): ")
                    + $"their outputs are too large, or none of them has weight; {Advice}, and so may features without extreme values", counters.Step);
            }
        }
    }

    /// <summary>Ends training where weights that a model would be made of are not all finite: the last step's gradient was, but what it led to is not.</summary>
    /// <exception cref="TrainingException">A weight is not finite; its layer is named.</exception>
    public static void RefuseWeights(ParameterLayout layout, ReadOnlySpan<float> weights, LoopCounters counters)
    {
        for (var index = 0; index < weights.Length; index++)
        {
            if (!float.IsFinite(weights[index]))
            {
                throw new TrainingException(
                    $"a weight of {layout.ViewOf(index).Name} is not a finite number after step {counters.Step} (epoch {counters.Epoch}); {Advice}", counters.Step);
            }
        }
    }

    private static void Count(InputShape shape, in StepInput input, double[] columns)
    {
        int features = shape.DenseFeatures, sequences = shape.SequenceFeatures;
        for (var row = 0; row < input.Rows; row++)
        {
            for (var f = 0; f < features; f++)
            {
                columns[f] += float.IsFinite(input.X[(row * features) + f]) ? 0 : 1;
            }

            for (var d = 0; d < sequences; d++)
            {
                var all = true;
                for (var step = 0; step < input.SequenceLengths[row]; step++)
                {
                    all &= float.IsFinite(input.Sequences[(((row * shape.MaxLength) + step) * sequences) + d]);
                }

                columns[features + d] += all ? 0 : 1;
            }

            columns[^1] += input.Weights.IsEmpty || float.IsFinite(input.Weights[row]) ? 0 : 1;
        }
    }

    private static string NameOf(RankContext context, int column)
    {
        var shape = context.Plan.Input;
        if (column >= shape.DenseFeatures)
        {
            var sequence = column - shape.DenseFeatures;
            return sequence < shape.SequenceFeatures ? $"sequence {context.Train.Layout.Sequences[sequence].Name}" : "the weight of the row";
        }

        var number = shape.Numbers.FirstOrDefault(each => column >= each.First && column < each.First + each.Count);
        return number is null ? $"feature {column}" : $"feature {column} ({number.Name})";
    }
}
