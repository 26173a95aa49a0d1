using System.Globalization;
using System.Runtime.InteropServices;
using Apache.Arrow;
using Millrace.Features.Encoders;
using Millrace.Jobs.Progress;
using Millrace.Jobs.Specification;
using Millrace.Jobs.Stages;
using Millrace.Jobs.Stages.Features;
using FeatureColumns = Millrace.Jobs.Baselines.FeatureColumns;
using IdOrder = Millrace.Jobs.Baselines.IdOrder;

namespace Millrace.Benchmarks.Worth;

/// <summary>
/// What cleaning is worth: the taxi network trained on the original, the dirty and the cleaned rows, scored on every row of the same untouched test
/// file. Prints mean absolute error and RMSE, with and without negotiated fares (rate code 5), and the share of the dirt's cost that cleaning wins back.
/// </summary>
internal static class WorthOfCleaning
{
    private const double Limit = 0.9;
    private const string NegotiatedFare = "rate_code=5";
    private static readonly string[] Jobs = ["taxi-fare-original", "taxi-fare-dirty", "taxi-fare"];

    /// <summary>Runs the three jobs once a seed; 1 where the mean share over the seeds is below the limit.</summary>
    public static async Task<int> RunAsync(string samplesFolder, int seeds, TextWriter output, CancellationToken cancellationToken)
    {
        var means = new double[Jobs.Length];
        await output.WriteLineAsync("job                 seed       mae      rmse  | without rate code 5:    mae      rmse");
        for (var seed = 1; seed <= seeds; seed++)
        {
            for (var job = 0; job < Jobs.Length; job++)
            {
                var (all, metered) = await TrainAsync(Path.Combine(samplesFolder, Jobs[job] + ".yaml"), (ulong)seed, cancellationToken);
                means[job] += all.MeanAbsolute / seeds;
                await output.WriteLineAsync(string.Create(
                    CultureInfo.InvariantCulture,
                    $"{Jobs[job],-18} {seed,5} {all.MeanAbsolute,9:0.0000} {all.RootMeanSquared,9:0.0000}  | {metered.MeanAbsolute,27:0.0000} {metered.RootMeanSquared,9:0.0000}"));
            }
        }

        var wonBack = (means[1] - means[2]) / (means[1] - means[0]);
        await output.WriteLineAsync(string.Create(
            CultureInfo.InvariantCulture, $"mean mae over {seeds} seeds: original {means[0]:0.0000}, dirty {means[1]:0.0000}, cleaned {means[2]:0.0000}"));
        await output.WriteLineAsync(string.Create(CultureInfo.InvariantCulture, $"worth-of-cleaning: {wonBack:0.000} (at least {Limit})"));
        return wonBack >= Limit ? 0 : 1;
    }

    private static async Task<(ErrorSums All, ErrorSums Metered)> TrainAsync(string jobFile, ulong seed, CancellationToken cancellationToken)
    {
        var folder = Directory.CreateTempSubdirectory("millrace-worth-").FullName;
        try
        {
            var job = JobFile.Load(jobFile) with { Seed = seed, Baselines = new BaselineSpec { Linear = false, Lightgbm = false }, Truth = null };
            var options = new RunOptions { JobFolder = Path.GetDirectoryName(Path.GetFullPath(jobFile))!, RunFolder = folder };
            await Pipeline.RunAsync(job, options, SilentRunDisplay.Instance, cancellationToken);
            var labels = Floats(Path.Combine(folder, "work", "test-labels.f32"));
            var outputs = Floats(Path.Combine(folder, "work", "test-outputs.f32"));
            var negotiated = await NegotiatedAsync(folder, cancellationToken);
            return (ErrorSums.Over(labels, outputs, _ => true), ErrorSums.Over(labels, outputs, row => !negotiated[row]));
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    /// <summary>For each test row, in the order of the predictions, whether its fare was negotiated.</summary>
    private static async Task<List<bool>> NegotiatedAsync(string folder, CancellationToken cancellationToken)
    {
        var model = FeatureModel.FromJson(await File.ReadAllBytesAsync(Path.Combine(folder, "features.json"), cancellationToken));
        var column = model.Layout.Dense.ToList().IndexOf(NegotiatedFare);
        var width = model.Layout.Dense.Count;
        var ids = new List<(long Hi, long Lo)>();
        var rows = new List<bool>();
        var files = Directory.GetFiles(Path.Combine(folder, "work", "features"), "test-*.arrow", SearchOption.AllDirectories).Order(StringComparer.Ordinal);
        await foreach (var batch in FeatureFiles.ReadAsync(files, cancellationToken))
        {
            using (batch)
            {
                var x = (FixedSizeListArray)batch.Column("x");
                var (high, low) = ((Int64Array)batch.Column(FeatureColumns.IdHi), (Int64Array)batch.Column(FeatureColumns.IdLo));
                for (var row = 0; row < batch.Length; row++)
                {
                    ids.Add((high.Values[row], low.Values[row]));
                    rows.Add(((FloatArray)x.Values).Values[((x.Offset + row) * width) + column] > 0.5f);
                }
            }
        }

        return [.. IdOrder.Of(ids).Select(row => rows[row])];
    }

    private static float[] Floats(string file) => MemoryMarshal.Cast<byte, float>(File.ReadAllBytes(file)).ToArray();
}
