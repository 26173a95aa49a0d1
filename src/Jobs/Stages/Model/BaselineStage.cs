using System.Runtime.InteropServices;
using Millrace.Jobs.Baselines;
using Millrace.Jobs.Ledger;
using Millrace.Jobs.Metrics;
using Millrace.Jobs.Specification;
using Millrace.Jobs.Stages.Features;

namespace Millrace.Jobs.Stages.Model;

/// <summary>Trains the baselines on the rows that the network had, and says how sure the difference is.</summary>
internal sealed class BaselineStage(RunFolder folder, BaselineSpec spec, TrainingTask task, int classes, ulong seed)
{
    /// <summary>Trains, scores and compares.</summary>
    public async Task<BaselineStageResult> RunAsync(EncodeResult encoded, EvaluateResult network, CancellationToken cancellationToken)
    {
        var data = new BaselineData
        {
            TrainFiles = Places(encoded.TrainFiles),
            ValidationFiles = Places(encoded.ValidationFiles),
            TestFiles = Places(encoded.TestFiles),
            Classes = task == TrainingTask.Regression ? 0 : classes,
        };
        var results = await BaselineRunner.RunAsync(spec, data, task, cancellationToken);
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
                : PairedBootstrap.Interval(networkLosses, Losses(labels, result.TestOutputs, result.Outputs), seed),
        })]);
    }

    // Regression compares absolute errors, classification the loss −ln p of what happened.
    private float[] Losses(float[] labels, float[] outputs, int width)
    {
        var losses = new float[labels.Length];
        for (var row = 0; row < losses.Length; row++)
        {
            losses[row] = task switch
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
