using System.Globalization;
using System.Text.RegularExpressions;
using Millrace.Benchmarks.Worth;
using Millrace.Jobs.Tests.Engine;

namespace Millrace.Jobs.Tests.Samples;

/// <summary>
/// The benchmark that says what cleaning is worth, on three jobs so small that their errors are known: a network that sees only the rate code learns the mean fare of each.
/// </summary>
public partial class WorthOfCleaningTests
{
    [Theory]
    [InlineData(2.0, 2.0, 2.2361, 0.889, 1)]
    [InlineData(0.5, 1.0, 1.1180, 1.0, 0)]
    public async Task The_share_won_back_follows_from_the_three_errors(double cleanedIsOffBy, double error, double squaredError, double share, int exitCode)
    {
        using var folder = new TestFolder();

        // Metered fares of the test are 9 and 11, negotiated ones 50, where all three networks say 70: four rows of five are metered.
        folder.Parquet("test.parquet", "SELECT i AS trip, CASE WHEN i % 5 = 0 THEN 5 ELSE 1 END::BIGINT AS rate_code, CASE WHEN i % 5 = 0 THEN 50 WHEN i % 5 % 2 = 0 THEN 9 ELSE 11 END::DOUBLE AS fare_amount FROM range(0, 50) t(i)");
        WriteJob(folder, "taxi-fare-original", 0);
        WriteJob(folder, "taxi-fare-dirty", 10);
        WriteJob(folder, "taxi-fare", cleanedIsOffBy);
        await using var output = new StringWriter { NewLine = "\n" };

        Assert.Equal(exitCode, await WorthOfCleaning.RunAsync(folder.Path, seeds: 1, output, TestContext.Current.CancellationToken));

        var errors = ErrorLine().Matches(output.ToString()).ToDictionary(
            match => match.Groups["job"].Value, match => match.Groups["number"].Captures.Select(number => double.Parse(number.Value, CultureInfo.InvariantCulture)).ToArray());
        AssertErrors([(0.8 * 1) + (0.2 * 20), Math.Sqrt((0.8 * 1) + (0.2 * 400)), 1, 1], errors["taxi-fare-original"]);
        AssertErrors([(0.8 * 10) + (0.2 * 20), Math.Sqrt((0.8 * 101) + (0.2 * 400)), 10, Math.Sqrt(101)], errors["taxi-fare-dirty"]);
        AssertErrors([(0.8 * error) + (0.2 * 20), Math.Sqrt((0.8 * squaredError * squaredError) + (0.2 * 400)), error, squaredError], errors["taxi-fare"]);
        Assert.Equal(share, double.Parse(WorthLine().Match(output.ToString()).Groups[1].Value, CultureInfo.InvariantCulture), 4e-3);
    }

    [Fact]
    public void Errors_are_those_of_the_rows_taken()
    {
        float[] labels = [1, 2, 3, 100];
        float[] outputs = [2, 2, 6, 0];
        Assert.Equal(new ErrorSums(4.0 / 3, Math.Sqrt(10.0 / 3)), ErrorSums.Over(labels, outputs, row => row < 3));
        Assert.Equal(new ErrorSums(104.0 / 4, Math.Sqrt(10_010.0 / 4)), ErrorSums.Over(labels, outputs, _ => true));
    }

    private static void AssertErrors(double[] expected, double[] actual)
    {
        Assert.Equal(expected.Length, actual.Length);
        Assert.All(expected.Zip(actual), pair => Assert.Equal(pair.First, pair.Second, 0.02));
    }

    /// <summary>A job whose metered fares are 9 and 11, both more by <paramref name="off"/>, and whose negotiated fares are 69 and 71.</summary>
    private static void WriteJob(TestFolder folder, string name, double off)
    {
        folder.Parquet($"{name}.parquet", string.Create(
            CultureInfo.InvariantCulture,
            $"SELECT i AS trip, CASE WHEN i % 4 < 2 THEN 5 ELSE 1 END::BIGINT AS rate_code, (CASE WHEN i % 4 < 2 THEN 69 ELSE 9 + {off} END + 2 * (i % 2))::DOUBLE AS fare_amount FROM range(0, 80) t(i)"));
        folder.Text($"{name}.yaml", $$"""
            name: {{name}}
            input: {{name}}.parquet
            contract: { trip: int64, rate_code: int64, fare_amount: float64 }
            split: { kind: files, test: test.parquet, validation: 0 }
            features: { label: fare_amount, auto: false, columns: { rate_code: one_hot } }
            network: { layers: [] }
            training:
              task: regression
              optimizer: { adam: { rate: 0.05 } }
              schedule: { cosine: {} }
              batch_rows: 80
              max_epochs: 600
              early_stopping: null
            export: { onnx: false, raw: false, card: false }
            """);
    }

    [GeneratedRegex(@"^(?<job>taxi-fare\S*) +1(?: +\|? *(?<number>\d+\.\d+))+$", RegexOptions.Multiline)]
    private static partial Regex ErrorLine();

    [GeneratedRegex(@"worth-of-cleaning: (\S+)")]
    private static partial Regex WorthLine();
}
