using System.Runtime.InteropServices;
using System.Security.Cryptography;
using Apache.Arrow;
using Millrace.Jobs.Ledger;
using Millrace.Jobs.Metrics;
using Millrace.Jobs.Specification;
using Millrace.Jobs.Stages.Features;
using Millrace.Training;

namespace Millrace.Jobs.Stages.Model;

/// <summary>Scores the network on the validation rows and on every test row that has a label.</summary>
internal sealed class EvaluateStage(RunFolder folder, TrainingTask task, int classes)
{
    /// <summary>Predicts, scores, and keeps the predictions for the report.</summary>
    public async Task<EvaluateResult> RunAsync(TrainStageResult trained, EncodeResult encoded, StageScope scope, CancellationToken cancellationToken)
    {
        var model = await TrainedModel.LoadAsync(folder.Place(trained.ModelFile), cancellationToken);
        var predictor = model.CreatePredictor();
        var validation = await ScoreAsync(predictor, encoded.ValidationFiles, keep: null, cancellationToken);

        var outputsFile = folder.Place("work", "test-outputs.f32");
        var labelsFile = folder.Place("work", "test-labels.f32");
        await using (var outputs = new FileStream(outputsFile, FileMode.Create, FileAccess.Write))
        await using (var labels = new FileStream(labelsFile, FileMode.Create, FileAccess.Write))
        {
            var test = await ScoreAsync(predictor, encoded.TestFiles, (outputs, labels), cancellationToken);
            var result = new EvaluateResult
            {
                Validation = Values(validation),
                Test = Values(test),
                ValidationRows = validation.Rows,
                TestRows = test.Rows,
                OutputsFile = folder.Relative(outputsFile),
                LabelsFile = folder.Relative(labelsFile),
                Outputs = predictor.Outputs,
                DecidingMetric = test.DecidingMetric,
                LowerIsBetter = test.LowerIsBetter,
            };
            await outputs.FlushAsync(cancellationToken);
            await labels.FlushAsync(cancellationToken);
            scope.Commit("test_outputs", [outputsFile, labelsFile], test.Rows, await HashAsync(outputsFile, cancellationToken));
            return result;
        }
    }

    private async Task<MetricAccumulator> ScoreAsync(
        Predictor predictor, IReadOnlyList<string> files, (Stream Outputs, Stream Labels)? keep, CancellationToken cancellationToken)
    {
        var metrics = MetricAccumulator.For(task, classes);
        await foreach (var batch in FeatureFiles.ReadAsync(files.Select(file => folder.Place(file)), cancellationToken))
        {
            using (batch)
            {
                var outputs = predictor.Predict(batch);
                var labels = Labels(batch);
                for (var row = 0; row < batch.Length; row++)
                {
                    metrics.Add(labels[row], outputs.AsSpan(row * predictor.Outputs, predictor.Outputs));
                }

                if (keep is { } streams)
                {
                    streams.Outputs.Write(MemoryMarshal.AsBytes<float>(outputs));
                    streams.Labels.Write(MemoryMarshal.AsBytes<float>(labels));
                }
            }
        }

        return metrics;
    }

    // The first label's column of y: further ones have their metrics in metrics.jsonl.
    private static float[] Labels(RecordBatch batch)
    {
        var list = (FixedSizeListArray)batch.Column("y");
        var width = ((Apache.Arrow.Types.FixedSizeListType)list.Data.DataType).ListSize;
        var values = ((FloatArray)list.Values).Values;
        var labels = new float[batch.Length];
        for (var row = 0; row < labels.Length; row++)
        {
            labels[row] = values[(list.Offset + row) * width];
        }

        return labels;
    }

    private static Dictionary<string, double> Values(MetricAccumulator metrics) => metrics.Rows == 0
        ? []
        : metrics.Values.ToDictionary(pair => pair.Key, pair => pair.Value, StringComparer.Ordinal);

    private static async Task<string> HashAsync(string file, CancellationToken cancellationToken)
    {
        await using var stream = new FileStream(file, FileMode.Open, FileAccess.Read, FileShare.ReadWrite);
        return Convert.ToHexStringLower(await SHA256.HashDataAsync(stream, cancellationToken));
    }
}
