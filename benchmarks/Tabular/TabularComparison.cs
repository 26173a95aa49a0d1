using System.Globalization;
using Millrace.Jobs.Progress;
using Millrace.Jobs.Specification;
using Millrace.Jobs.Stages;

namespace Millrace.Benchmarks.Tabular;

/// <summary>
/// The tabular model against the trees on every job file of a folder: mean over seeds on one split, and whether the bar is met (regression: RMSE at most 1.02 times
/// the trees' or mean absolute error at most theirs; classes: log loss at most 1.03 times theirs and, for two classes, AUC at most 0.005 below).
/// </summary>
internal static class TabularComparison
{
    private const double MostRmse = 1.02;
    private const double MostLogLoss = 1.03;
    private const double MostAucLost = 0.005;
    private const string Network = "network";
    private const string Trees = "lightgbm";

    /// <summary>Runs all jobs; 1 where one does not meet the bar, 2 where there is none.</summary>
    public static async Task<int> RunAsync(string folder, int seeds, TextWriter output, CancellationToken cancellationToken)
    {
        var files = Directory.Exists(folder) ? Directory.GetFiles(folder, "*.yaml").Order(StringComparer.Ordinal).ToArray() : [];
        if (files.Length == 0)
        {
            await output.WriteLineAsync($"no job file (*.yaml) in {folder}");
            return 2;
        }

        var met = 0;
        await output.WriteLineAsync($"{"job",-20} {"rows",8}  {"metric",-10} {"network",12} {"trees",12} {"linear",12} {"ratio",8} {"bar",5}");
        foreach (var file in files)
        {
            met += await CompareAsync(file, seeds, output, cancellationToken) ? 1 : 0;
        }

        await output.WriteLineAsync($"{met} of {files.Length} meet the bar; mean of {seeds} seeds");
        return met == files.Length ? 0 : 1;
    }

    private static async Task<bool> CompareAsync(string file, int seeds, TextWriter output, CancellationToken cancellationToken)
    {
        var sums = new Dictionary<string, double>(StringComparer.Ordinal);
        ModelQuality? first = null;
        for (var seed = 1; seed <= seeds; seed++)
        {
            // The baselines have no seed of the job's: once is enough.
            var quality = await TrainAsync(file, (ulong)seed, withBaselines: seed == 1, cancellationToken);
            first ??= quality;
            foreach (var (metric, value) in quality.Models.Single(model => model.Model == Network).Metrics)
            {
                sums[metric] = sums.GetValueOrDefault(metric) + (value / seeds);
            }
        }

        var trees = first!.Models.Single(model => model.Model == Trees);
        var meets = Meets(sums, trees);
        foreach (var metric in sums.Keys.Where(metric => metric is "rmse" or "mae" or "log_loss" or "auc" or "accuracy"))
        {
            var linear = first.Models.Single(model => model.Model == "linear").Metric(metric) ?? double.NaN;
            var theirs = trees.Metric(metric) ?? double.NaN;
            await output.WriteLineAsync(string.Create(
                CultureInfo.InvariantCulture,
                $"{Path.GetFileNameWithoutExtension(file),-20} {first.TestRows,8}  {metric,-10} {sums[metric],12:0.####} {theirs,12:0.####} {linear,12:0.####} {sums[metric] / theirs,8:0.000} {(meets ? "met" : "not"),5}"));
        }

        return meets;
    }

    private static bool Meets(Dictionary<string, double> network, ModelScore trees) => network.TryGetValue("rmse", out var rmse)
        ? rmse <= MostRmse * trees.Metric("rmse") || network["mae"] <= trees.Metric("mae")
        : network["log_loss"] <= MostLogLoss * trees.Metric("log_loss") && (!network.TryGetValue("auc", out var auc) || auc >= trees.Metric("auc") - MostAucLost);

    private static async Task<ModelQuality> TrainAsync(string file, ulong seed, bool withBaselines, CancellationToken cancellationToken)
    {
        var folder = Directory.CreateTempSubdirectory("millrace-tabular-").FullName;
        try
        {
            var job = JobFile.Load(file) with { Seed = seed, Baselines = new BaselineSpec { Linear = withBaselines, Lightgbm = withBaselines } };
            var options = new RunOptions { JobFolder = Path.GetDirectoryName(Path.GetFullPath(file))!, RunFolder = folder };
            return (await Pipeline.RunAsync(job, options, SilentRunDisplay.Instance, cancellationToken)).Quality
                ?? throw new InvalidOperationException($"{file} trains no network, or has no test rows");
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }
}
