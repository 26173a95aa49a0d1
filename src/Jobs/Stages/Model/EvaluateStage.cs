using System.Globalization;
using Apache.Arrow;
using Apache.Arrow.Types;
using Millrace.Features.Encoders;
using Millrace.Jobs.Ledger;
using Millrace.Jobs.Metrics;
using Millrace.Jobs.Specification;
using Millrace.Jobs.Stages.Features;
using Millrace.Training;

namespace Millrace.Jobs.Stages.Model;

/// <summary>
/// Scores the network on the validation rows, chooses thresholds there, and scores it on every test row that has a label: each target by itself.
/// </summary>
internal sealed class EvaluateStage(RunFolder folder, FeatureLayout layout, ThresholdSpec threshold)
{
    private readonly IReadOnlyList<TargetLayout> _targets = TargetLayout.Of(layout.Labels);

    /// <summary>Predicts, scores, and keeps the predictions for the report.</summary>
    public async Task<EvaluateResult> RunAsync(TrainStageResult trained, EncodeResult encoded, StageScope scope, CancellationToken cancellationToken)
    {
        var model = await TrainedModel.LoadAsync(folder.Place(trained.ModelFile), cancellationToken);
        var predictor = model.CreatePredictor();
        TargetScorer[] validation = [.. _targets.Select(static target => new TargetScorer(target, 0.5f))];
        await ScoreAsync((predictor, null), encoded.ValidationFiles, validation, keep: null, cancellationToken);

        TargetScorer[] test = [.. _targets.Select((target, at) => new TargetScorer(target, validation[at].Choose(threshold)))];
        var before = model.Temperatures?.Any(static temperature => temperature != 1) == true ? model.WithTemperatures(null).CreatePredictor() : null;
        var outputsFile = folder.Place("work", "test-outputs.f32");
        var labelsFile = folder.Place("work", "test-labels.f32");
        using var kept = new TestOutputs(folder.Temporary, predictor.Outputs);
        await ScoreAsync((predictor, before), encoded.TestFiles, test, kept, cancellationToken);
        scope.Commit("test_outputs", [outputsFile, labelsFile], test[0].Metrics.Rows, kept.Write(outputsFile, labelsFile, cancellationToken));
        var rule = RuleWords(validation[0].Metrics.Rows);
        TargetQuality[] targets = [.. _targets.Select((target, at) => QualityOf(target, validation[at], test[at], model.Temperatures?[at] ?? 1, rule))];
        return new EvaluateResult
        {
            Validation = targets[0].Validation,
            Test = targets[0].Test,
            ValidationRows = validation[0].Metrics.Rows,
            TestRows = test[0].Metrics.Rows,
            OutputsFile = folder.Relative(outputsFile),
            LabelsFile = folder.Relative(labelsFile),
            Outputs = predictor.Outputs,
            DecidingMetric = test[0].Metrics.DecidingMetric,
            LowerIsBetter = test[0].Metrics.LowerIsBetter,
            Targets = targets,
        };
    }

    private static TargetQuality QualityOf(TargetLayout target, TargetScorer validation, TargetScorer test, double temperature, string rule) => new()
    {
        Name = target.Name,
        Task = target.Task,
        Classes = target.Classes,
        Validation = Values(validation.Metrics),
        Test = Values(test.Metrics),
        Calibration = test.Calibration(temperature),
        Threshold = test.Threshold(rule),
    };

    private string RuleWords(long validationRows) => threshold.By switch
    {
        ThresholdRule.Fixed => "given in the job",
        _ when validationRows == 0 => "one half, because there are no validation rows",
        ThresholdRule.Cost => string.Create(
            CultureInfo.InvariantCulture, $"least cost on {validationRows:N0} validation rows ({threshold.FalsePositiveCost:0.####} a false alarm, {threshold.FalseNegativeCost:0.####} a miss)"),
        _ => string.Create(CultureInfo.InvariantCulture, $"greatest F1 on {validationRows:N0} validation rows"),
    };

    private async Task ScoreAsync(
        (Predictor Now, Predictor? BeforeCalibration) predictors, IReadOnlyList<string> files, TargetScorer[] scorers, TestOutputs? keep, CancellationToken cancellationToken)
    {
        var (predictor, before) = predictors;
        await foreach (var batch in FeatureFiles.ReadAsync(files.Select(file => folder.Place(file)), cancellationToken))
        {
            using (batch)
            {
                var outputs = predictor.Predict(batch);
                var plain = before?.Predict(batch);
                for (var at = 0; at < scorers.Length; at++)
                {
                    var labels = Labels(batch, at);
                    for (var row = 0; row < labels.Length; row++)
                    {
                        scorers[at].Add(labels[row], outputs.AsSpan(row * predictor.Outputs, predictor.Outputs));
                        if (plain is not null)
                        {
                            scorers[at].AddBefore(labels[row], plain.AsSpan(row * predictor.Outputs, predictor.Outputs));
                        }
                    }

                    if (at == 0)
                    {
                        keep?.Add(batch, outputs, labels);
                    }
                }
            }
        }
    }

    private static float[] Labels(RecordBatch batch, int column)
    {
        var list = (FixedSizeListArray)batch.Column("y");
        var width = ((FixedSizeListType)list.Data.DataType).ListSize;
        var values = ((FloatArray)list.Values).Values;
        var labels = new float[batch.Length];
        for (var row = 0; row < labels.Length; row++)
        {
            labels[row] = values[((list.Offset + row) * width) + column];
        }

        return labels;
    }

    private static Dictionary<string, double> Values(MetricAccumulator metrics) => metrics.Rows == 0
        ? []
        : metrics.Values.ToDictionary(pair => pair.Key, pair => pair.Value, StringComparer.Ordinal);
}
