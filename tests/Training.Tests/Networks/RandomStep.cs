using Millrace.Training.Networks;

namespace Millrace.Training.Tests.Networks;

/// <summary>Random rows for a network: unequal lanes, one of them empty.</summary>
internal sealed class RandomStep
{
    private readonly InputShape _shape;

    public RandomStep(InputShape shape, int rows, int lanes, int labelColumns, Func<Random, float> label, int seed = 7)
    {
        _shape = shape;
        var random = new Random(seed);
        LaneStarts = new int[lanes + 1];
        for (var lane = 1; lane < lanes; lane++)
        {
            // Lane 2 is empty where there is one.
            LaneStarts[lane] = lane == 3 ? LaneStarts[2] : Math.Min(rows, LaneStarts[lane - 1] + 1 + random.Next(2 * rows / lanes));
        }

        LaneStarts[lanes] = rows;
        X = Fill(rows * shape.DenseFeatures, () => (float)((random.NextDouble() * 2) - 1));
        Sequences = Fill(rows * shape.SequenceFeatures * shape.MaxLength, () => (float)((random.NextDouble() * 2) - 1));
        Lengths = Fill(shape.SequenceFeatures > 0 ? rows : 0, () => random.Next(shape.MaxLength + 1));
        Categories = [.. Enumerable.Range(0, rows).SelectMany(_ => shape.Categories.Select(field => random.Next(field.Cardinality)))];
        Y = Fill(rows * labelColumns, () => label(random));
        Weights = Fill(rows, () => (float)(0.5 + random.NextDouble()));
        High = Fill(rows, () => random.NextInt64());
        Low = Fill(rows, () => random.NextInt64());
    }

    public int[] LaneStarts { get; init; }

    public float[] X { get; init; }

    public float[] Sequences { get; init; }

    public int[] Lengths { get; init; }

    public int[] Categories { get; init; }

    public float[] Y { get; init; }

    public float[] Weights { get; init; }

    public long[] High { get; init; }

    public long[] Low { get; init; }

    public StepInput All => Lanes(0, LaneStarts.Length - 1);

    /// <summary>What a rank with the given neighbouring lanes gets.</summary>
    public StepInput Lanes(int first, int count)
    {
        int start = LaneStarts[first], rows = LaneStarts[first + count] - start;
        var sequence = _shape.SequenceFeatures * _shape.MaxLength;
        var labels = LaneStarts[^1] == 0 ? 0 : Y.Length / LaneStarts[^1];
        return new StepInput
        {
            LaneStarts = LaneStarts.Skip(first).Take(count + 1).Select(at => at - start).ToArray(),
            X = X.AsSpan(start * _shape.DenseFeatures, rows * _shape.DenseFeatures),
            Categories = Categories.AsSpan(start * _shape.Categories.Count, rows * _shape.Categories.Count),
            Sequences = Sequences.AsSpan(start * sequence, rows * sequence),
            SequenceLengths = _shape.SequenceFeatures > 0 ? Lengths.AsSpan(start, rows) : [],
            Y = Y.AsSpan(start * labels, rows * labels),
            Weights = Weights.AsSpan(start, rows),
            RowIdsHigh = High.AsSpan(start, rows),
            RowIdsLow = Low.AsSpan(start, rows),
            Step = 3,
            Seed = 11,
        };
    }

    private static T[] Fill<T>(int count, Func<T> next)
    {
        var values = new T[count];
        for (var at = 0; at < count; at++)
        {
            values[at] = next();
        }

        return values;
    }
}
