namespace Millrace.Samples.DirtyTaxi;

/// <summary>The smallest sample: y = 2x + 1 with noise, 5,000 rows.</summary>
internal static class NoisyLine
{
    private const int Rows = 5_000;
    private const double NoiseDeviation = 0.1;

    /// <summary>Writes <c>line.parquet</c> with columns x and y.</summary>
    public static void Write(ParquetStore store, string folder, ulong seed)
    {
        Directory.CreateDirectory(folder);
        var random = new SplitMix(seed);
        store.Write(Path.Combine(folder, "line.parquet"), ["x DOUBLE", "y DOUBLE"], Enumerable.Range(0, Rows).Select(_ => Row(random)));
    }

    private static object?[] Row(SplitMix random)
    {
        var x = Math.Round(random.Between(-1, 1), 4);
        return [x, Math.Round((2 * x) + 1 + (NoiseDeviation * Normal(random)), 4)];
    }

    /// <summary>Twelve uniform numbers summed: deviation 1, and nothing that the C library computes.</summary>
    private static double Normal(SplitMix random)
    {
        var sum = -6.0;
        for (var i = 0; i < 12; i++)
        {
            sum += random.Between(0, 1);
        }

        return sum;
    }
}
