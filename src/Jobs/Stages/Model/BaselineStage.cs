using System.Runtime.InteropServices;
using Millrace.Features.Encoders;
using Millrace.Jobs.Baselines;
using Millrace.Jobs.Ledger;
using Millrace.Jobs.Metrics;
using Millrace.Jobs.Specification;
using Millrace.Jobs.Stages.Features;

namespace Millrace.Jobs.Stages.Model;

/// <summary>Trains the baselines on the rows that the network had, and says how sure the difference is.</summary>
internal sealed class BaselineStage(RunFolder folder, JobSpec job, FeatureLayout layout)
{
    private readonly TrainingTask _task = job.Training!.Task;

    /// <summary>Whether a job has any baseline.</summary>
    public static bool HasAny(BaselineSpec spec) => spec.Linear || spec.Lightgbm || spec.Naive is not null;

    /// <summary>Trains, scores and compares.</summary>
    public async Task<BaselineStageResult> RunAsync(EncodeResult encoded, EvaluateResult network, CancellationToken cancellationToken)
    {
        var data = new BaselineData
        {
            TrainFiles = Places(encoded.TrainFiles),
            ValidationFiles = Places(encoded.ValidationFiles),
            TestFiles = Places(encoded.TestFiles),
            Classes = _task == TrainingTask.Regression ? 0 : layout.Labels[0].Classes.Count,
            Floats = FloatsOf(layout),
        };
        var results = (await BaselineRunner.RunAsync(job.Baselines, data, _task, cancellationToken)).ToList();
        if (job.Baselines.Naive is { } column && NaiveForecast.StepOf(job.Features!, column) is { } step)
        {
            results.Add(await NaiveForecast.ScoreAsync(column, step, layout, data, cancellationToken));
        }

        var labels = await ReadAsync(network.LabelsFile, cancellationToken);
        var outputs = await ReadAsync(network.OutputsFile, cancellationToken);
        var networkLosses = Losses(labels, outputs, network.Outputs);
        return new BaselineStageResult([.. results.Select(result => new BaselineScore
        {
            Name = result.Name,
            Details = result.Details,
            TrainingRows = result.TrainingRows,
            AvailableRows = result.AvailableRows,
            Validation = result.Validation.ToDictionary(StringComparer.Ordinal),
            Test = result.Test.ToDictionary(StringComparer.Ordinal),
            TestRows = result.TestRows,
            NetworkMinusThis = labels.Length == 0 || result.TestRows != labels.Length
                ? null
                : PairedBootstrap.Interval(networkLosses, Losses(labels, result.TestOutputs, result.Outputs), job.Seed),
        })]);
    }

    // Bins that stand beside the scaled number itself say nothing more to a tree, and would make the linear model something else than linear.
    private static List<int>? FloatsOf(FeatureLayout layout)
    {
        var bins = layout.Numbers.Where(number => number.Linear > 0)
            .SelectMany(number => Enumerable.Range(number.First + number.Linear, number.Bins)).ToHashSet();
        return bins.Count == 0 ? null : [.. Enumerable.Range(0, layout.Dense.Count).Where(column => !bins.Contains(column))];
    }

    // Regression compares absolute errors, classification the loss −ln p of what happened.
    private float[] Losses(float[] labels, float[] outputs, int width)
    {
        var losses = new float[labels.Length];
        for (var row = 0; row < losses.Length; row++)
        {
            losses[row] = _task switch
            {
                TrainingTask.Regression => Math.Abs(labels[row] - outputs[row * width]),
                TrainingTask.Binary => (float)LogLoss.OfProbability(labels[row] > 0.5f ? outputs[row * width] : 1.0 - outputs[row * width]),
                _ => (float)LogLoss.OfProbability(outputs[(row * width) + (int)labels[row]]),
            };
        }

        return losses;
    }

    private async Task<float[]> ReadAsync(string file, CancellationToken cancellationToken) =>
        MemoryMarshal.Cast<byte, float>(await File.ReadAllBytesAsync(folder.Place(file), cancellationToken)).ToArray();

    private string[] Places(IReadOnlyList<string> files) => [.. files.Select(file => folder.Place(file))];
}
