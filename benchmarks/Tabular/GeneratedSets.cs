using System.Globalization;

namespace Millrace.Benchmarks.Tabular;

/// <summary>Data sets of known structure, written as CSV with a job file each: the same bytes on every machine, so nothing has to be fetched to compare models.</summary>
internal static class GeneratedSets
{
    private const string Job = """
        split: { kind: hash, validation: 0.15, test: 0.25 }
        features: { label: y }
        network: { model: tabular }
        """;

    /// <summary>Writes <c>friedman</c> (a smooth function), <c>steps</c> (thresholds and an exclusive or) and <c>categories</c> (effects of 300, 40, 8 and 3 categories).</summary>
    public static void WriteAll(string folder)
    {
        WriteFriedman(folder, 6_000);
        WriteSteps(folder, 6_000);
        WriteCategories(folder, 10_000);
    }

    /// <summary>Friedman's first function of five of ten numbers, with noise of deviation 1 (Friedman, "Multivariate adaptive regression splines", 1991).</summary>
    public static string WriteFriedman(string folder, int rows)
    {
        var random = new Random(7);
        return Write(folder, "friedman", "regression", "float64", [.. Enumerable.Range(1, 10).Select(column => ($"x{column}", "float64"))], rows, () =>
        {
            var x = Numbers(random, 10);
            var y = (10 * Math.Sin(Math.PI * x[0] * x[1])) + (20 * (x[2] - 0.5) * (x[2] - 0.5)) + (10 * x[3]) + (5 * x[4]) + Noise(random);
            return [.. x.Select(Text), Text(y)];
        });
    }

    /// <summary>Thresholds in three of eight numbers, an exclusive or of two, a slope, and noise of deviation 0.5: what trees are made for.</summary>
    public static string WriteSteps(string folder, int rows)
    {
        var random = new Random(8);
        return Write(folder, "steps", "regression", "float64", [.. Enumerable.Range(1, 8).Select(column => ($"x{column}", "float64"))], rows, () =>
        {
            var x = Numbers(random, 8);
            var y = (x[0] > 0.3 && x[1] < 0.6 ? 3 : 0) - (x[2] > 0.7 ? 2 : 0) + (x[3] > 0.5 != x[4] > 0.5 ? 2 : 0) + x[5] + (0.5 * Noise(random));
            return [.. x.Select(Text), Text(y)];
        });
    }

    /// <summary>A binary label from effects of four columns of categories, unevenly frequent, one interaction of two of them, and a slope that only one category has.</summary>
    public static string WriteCategories(string folder, int rows)
    {
        var random = new Random(9);
        int[] sizes = [300, 40, 8, 3];
        double[][] shares = [.. sizes.Select(Shares)];
        double[][] effects = [.. sizes.Take(2).Select(size => Enumerable.Range(0, size).Select(_ => Noise(random)).ToArray())];
        double[][] pairs = [.. Enumerable.Range(0, sizes[1]).Select(_ => Enumerable.Range(0, sizes[2]).Select(_ => Noise(random)).ToArray())];
        (string, string)[] columns = [("a", "string"), ("b", "string"), ("c", "string"), ("d", "string"), ("z", "float64"), ("w", "float64")];
        return Write(folder, "categories", "binary", "string", columns, rows, () =>
        {
            int[] at = [.. shares.Select(share => Pick(share, random.NextDouble()))];
            var (z, w) = (Noise(random), random.NextDouble());
            var logit = effects[0][at[0]] + effects[1][at[1]] + pairs[at[1]][at[2]] + (at[3] == 0 ? 0.5 * z : 0);
            var isPositive = random.NextDouble() < 1 / (1 + Math.Exp(-logit));
            return [.. at.Select(category => string.Create(CultureInfo.InvariantCulture, $"c{category + 1}")), Text(z), Text(w), isPositive ? "yes" : "no"];
        });
    }

    private static string Write(string folder, string name, string task, string labelType, (string Name, string Type)[] columns, int rows, Func<string[]> row)
    {
        var file = Path.Combine(folder, $"{name}.yaml");
        (string Name, string Type)[] all = [.. columns, ("y", labelType)];
        File.WriteAllLines(
            Path.Combine(folder, $"{name}.csv"),
            Enumerable.Range(0, rows).Select(_ => string.Join(',', row())).Prepend(string.Join(',', all.Select(column => column.Name))));
        File.WriteAllText(file, $"""
            name: {name}
            input: {"{"} files: {name}.csv, format: csv {"}"}
            contract:
            {string.Join('\n', all.Select(column => $"  {column.Name}: {column.Type}"))}
            {Job}
            training:
              task: {task}

            """);
        return file;
    }

    private static double[] Numbers(Random random, int count) => [.. Enumerable.Range(0, count).Select(_ => random.NextDouble())];

    /// <summary>Nearly normal: the sum of twelve uniform numbers less 6 has no rounding that differs between machines.</summary>
    private static double Noise(Random random) => Enumerable.Range(0, 12).Sum(_ => random.NextDouble()) - 6;

    private static double[] Shares(int size)
    {
        double[] weights = [.. Enumerable.Range(1, size).Select(rank => Math.Pow(rank, -0.8))];
        var sum = weights.Sum();
        return [.. weights.Select(weight => weight / sum)];
    }

    private static int Pick(double[] shares, double at)
    {
        var category = 0;
        while (category < shares.Length - 1 && at >= shares[category])
        {
            at -= shares[category++];
        }

        return category;
    }

    private static string Text(double value) => value.ToString("F6", CultureInfo.InvariantCulture);
}
