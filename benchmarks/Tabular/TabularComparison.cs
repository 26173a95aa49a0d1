using System.Diagnostics;
using System.Globalization;
using Millrace.Jobs.Progress;
using Millrace.Jobs.Specification;
using Millrace.Jobs.Stages;

namespace Millrace.Benchmarks.Tabular;

/// <summary>The tabular model against the trees on every job file of a folder, smallest data first: mean over seeds on one split, and whether the bar is met.</summary>
internal static class TabularComparison
{
    private const string Network = "network";
    private const string Trees = "lightgbm";
    private const string Linear = "linear";

    /// <summary>Without <paramref name="folder"/> on the generated sets. 0 where every job meets the bar, 1 where one does not, 2 where there is none, 3 where the time was up before the last.</summary>
    public static async Task<int> RunAsync(string? folder, int seeds, TimeSpan most, TextWriter output, CancellationToken cancellationToken)
    {
        if (folder is not null)
        {
            return await CompareAllAsync(folder, seeds, most, output, cancellationToken);
        }

        var generated = Directory.CreateTempSubdirectory("millrace-sets-").FullName;
        try
        {
            GeneratedSets.WriteAll(generated);
            return await CompareAllAsync(generated, seeds, most, output, cancellationToken);
        }
        finally
        {
            Directory.Delete(generated, recursive: true);
        }
    }

    private static async Task<int> CompareAllAsync(string folder, int seeds, TimeSpan most, TextWriter output, CancellationToken cancellationToken)
    {
        var files = Directory.Exists(folder) ? Directory.GetFiles(folder, "*.yaml").OrderBy(SizeOfData).ThenBy(file => file, StringComparer.Ordinal).ToArray() : [];
        if (files.Length == 0)
        {
            await output.WriteLineAsync($"no job file (*.yaml) in {folder}");
            return 2;
        }

        var start = Stopwatch.GetTimestamp();
        var (met, done) = (0, 0);
        var logarithms = 0.0;
        await output.WriteLineAsync($"{"job",-20} {"test rows",9}  {"metric",-10} {"network",12} {"trees",12} {"linear",12} {"ratio",8} {"bar",5} {"seconds",8}");
        foreach (var file in files.TakeWhile(_ => Stopwatch.GetElapsedTime(start) < most))
        {
            var (meets, ratio) = await CompareAsync(file, seeds, output, cancellationToken);
            met += meets ? 1 : 0;
            logarithms += Math.Log(ratio);
            done++;
        }

        await output.WriteLineAsync(string.Create(
            CultureInfo.InvariantCulture, $"{met} of {done} meet the bar; geometric mean of the ratios {Math.Exp(logarithms / Math.Max(1, done)):0.000}; mean of {seeds} seeds"));
        if (done < files.Length)
        {
            await output.WriteLineAsync($"time was up before: {string.Join(", ", files[done..].Select(Path.GetFileNameWithoutExtension))}");
            return 3;
        }

        return met == done ? 0 : 1;
    }

    /// <summary>The CSV beside a job file; one that reads something else comes last.</summary>
    private static long SizeOfData(string file) => new FileInfo(Path.ChangeExtension(file, "csv")) is { Exists: true } data ? data.Length : long.MaxValue;

    private static async Task<(bool Meets, double Ratio)> CompareAsync(string file, int seeds, TextWriter output, CancellationToken cancellationToken)
    {
        var start = Stopwatch.GetTimestamp();
        var network = new Dictionary<string, double>(StringComparer.Ordinal);
        ModelQuality? first = null;
        for (var seed = 1; seed <= seeds; seed++)
        {
            // The baselines have no seed of the job's: once is enough.
            var quality = await TrainAsync(file, (ulong)seed, withBaselines: seed == 1, cancellationToken);
            first ??= quality;
            foreach (var (metric, value) in quality.Models.Single(model => model.Model == Network).Metrics)
            {
                network[metric] = network.GetValueOrDefault(metric) + (value / seeds);
            }
        }

        var trees = first!.Models.Single(model => model.Model == Trees);
        var linear = first.Models.Single(model => model.Model == Linear);
        var meets = TabularBar.IsMet(network, trees);
        foreach (var metric in network.Keys.Where(metric => metric is "rmse" or "mae" or "log_loss" or "auc" or "accuracy"))
        {
            var theirs = trees.Metric(metric) ?? double.NaN;
            await output.WriteLineAsync(string.Create(
                CultureInfo.InvariantCulture,
                $"{Path.GetFileNameWithoutExtension(file),-20} {first.TestRows,9}  {metric,-10} {network[metric],12:0.####} {theirs,12:0.####} {linear.Metric(metric) ?? double.NaN,12:0.####} {network[metric] / theirs,8:0.000} {(meets ? "met" : "not"),5} {Stopwatch.GetElapsedTime(start).TotalSeconds,8:0}"));
        }

        var main = TabularBar.MainMetric(trees);
        return (meets, network[main] / trees.Metric(main)!.Value);
    }

    private static async Task<ModelQuality> TrainAsync(string file, ulong seed, bool withBaselines, CancellationToken cancellationToken)
    {
        var folder = Directory.CreateTempSubdirectory("millrace-tabular-").FullName;
        try
        {
            var job = JobFile.Load(file) with
            {
                Seed = seed,
                Baselines = new BaselineSpec { Linear = withBaselines, Lightgbm = withBaselines },
                Export = new ExportSpec { Onnx = false, Raw = false, Card = false },
            };
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
